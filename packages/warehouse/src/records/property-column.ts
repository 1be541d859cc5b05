import { type EventRecord, statedDate, statedNumber, type TimeZone } from '@clientele/model';
import { instantValue } from './instant-value.js';

/**
 * The properties of an event as SQL compares them, each under its name behind a letter: `n` a number as a decimal, `t` a
 * text, `d` and `i` the day and the instant of a text that has the form of a date, `b` true or false, `l` a list as JSON.
 * An empty list is absent, and so is a number of more digits than a decimal has.
 */
export function propertyColumn({ properties }: EventRecord, zone: TimeZone): Record<string, string> {
  const column: Record<string, string> = {};
  for (const [name, value] of Object.entries(properties)) {
    switch (typeof value) {
      case 'number': {
        const number = statedNumber(value);
        if (number !== undefined) column[`n${name}`] = number;
        break;
      }
      case 'string': {
        column[`t${name}`] = value;
        const date = statedDate(value, zone);
        if (date === undefined) break;
        column[`d${name}`] = date.day;
        column[`i${name}`] = instantValue(date.at);
        break;
      }
      case 'boolean':
        column[`b${name}`] = String(value);
        break;
      default:
        if (value.length > 0) column[`l${name}`] = JSON.stringify(value);
    }
  }
  return column;
}

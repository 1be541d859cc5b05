import { type EventRecord, isStated, statedDate, statedNumber, type TimeZone, ZERO } from '@clientele/model';
import { instantValue } from './instant-value.js';

/**
 * The properties of an event as SQL compares them, each under its name behind a letter: `n` a number as a decimal, `t` a
 * text, `f` the same in lower case where that is another, `d` and `i` its day and instant where it has the form of a date,
 * `b` true or false, `l` a list as JSON, in lower case. What `isStated` says to be absent is left out.
 */
export function propertyColumn({ properties }: EventRecord, zone: TimeZone): Record<string, string> {
  const column: Record<string, string> = {};
  for (const [name, value] of Object.entries(properties)) {
    if (!isStated(value)) continue;
    switch (typeof value) {
      case 'number':
        column[`n${name}`] = statedNumber(value) ?? ZERO;
        break;
      case 'string': {
        column[`t${name}`] = value;
        if (value.toLowerCase() !== value) column[`f${name}`] = value.toLowerCase();
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
        column[`l${name}`] = JSON.stringify(value.map((element) => element.toLowerCase()));
    }
  }
  return column;
}

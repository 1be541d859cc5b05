import { type CustomerRecord, parseDecimal, statedDate, statedNumber, type TimeZone } from '@clientele/model';
import { customAttributesOf } from '@clientele/segmentation';
import { instantValue } from './instant-value.js';

/**
 * The custom attributes of a customer record as SQL compares them, each under its name behind a letter for each type that
 * its value may be taken for: `t` a text, `n` a number as a decimal, `d` and `i` the day and the instant of a date, `b`
 * true or false. Lists are apart.
 */
export function customColumns(customer: CustomerRecord, zone: TimeZone) {
  const custom: Record<string, string> = {};
  const lists: Record<string, readonly string[]> = {};
  for (const [name, value] of customAttributesOf(customer)) {
    if (typeof value === 'object') {
      if (value.length > 0) lists[name] = value;
      continue;
    }
    const text = String(value);
    const number = typeof value === 'number' ? statedNumber(value) : parseDecimal(text);
    if (number !== undefined) custom[`n${name}`] = number;
    if (text === 'true' || text === 'false') custom[`b${name}`] = text;
    if (typeof value !== 'string' || text === '') continue;
    custom[`t${name}`] = text;
    const date = statedDate(text, zone);
    if (date === undefined) continue;
    custom[`d${name}`] = date.day;
    custom[`i${name}`] = instantValue(date.at);
  }
  return { custom, lists };
}

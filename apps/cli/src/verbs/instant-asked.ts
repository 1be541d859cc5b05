import {
  day,
  type Instant,
  instantOf,
  parseDay,
  parseInstant,
  parseLocalDateTime,
  type Shop,
  startOfDay,
} from '@clientele/model';
import { CommandError } from '../command-error.js';

/** The instant that `--now` or `--since` names: the start of a day, or a time of the shop's clock, or one with offset. */
export function instantAsked(text: string | undefined, shop: Shop, option = '--now'): Instant | undefined {
  if (text === undefined) return undefined;
  if (parseDay(text) !== undefined) return startOfDay(day(text), shop.timeZone);
  const local = parseLocalDateTime(text);
  const instant = local === undefined ? parseInstant(text) : instantOf(local, shop.timeZone);
  if (instant === undefined) {
    throw new CommandError(
      2,
      `${option} '${text}' is neither a day such as 2011-12-10 nor a time such as 2011-12-10T09:30.`,
    );
  }
  return instant;
}

import { type Day, dayOf, type Instant, type Shop, startOfDay } from '@clientele/model';
import type { Parts } from './parts.js';

/** The instant and the day for which a shop is asked: the start of the day at which its clock stands, else the real time. */
export interface AsOf {
  readonly now: Instant;
  readonly today: Day;
  /** False when somebody asked for another time than the shop's own: then nothing may be stored. */
  readonly own: boolean;
  /** True within the street, which has just taken in everything that there is: cut-offs may be frozen. */
  readonly settled?: true;
}

export function asOf(parts: Pick<Parts, 'clock'>, shop: Shop, asked?: Instant): AsOf {
  const own = shop.clock === null ? parts.clock() : startOfDay(shop.clock, shop.timeZone);
  const now = asked ?? own;
  return { now, today: dayOf(now, shop.timeZone), own: asked === undefined };
}

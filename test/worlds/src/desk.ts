import { type Desk, type Entry, entryOf, hasLoyalty, MOST_ENTRIES } from './customer-record.js';
import type { Person } from './person.js';
import { Random, STREAMS } from './random.js';
import type { Setting } from './setting.js';
import type { Shopper } from './shopper.js';
import type { Visit } from './visits.js';

/** Which customer record each visit was booked on; null where the shop never learnt who it was. */
export interface Bookings {
  readonly entries: readonly Entry[];
  readonly ofVisit: readonly (Entry | null)[];
}

const MINUTE = 60_000;

/** Decides, visit by visit, whether a person uses an account, checks out as a guest or stays unknown. */
export function bookingsOf(setting: Setting, person: Person, shopper: Shopper, visits: readonly Visit[]): Bookings {
  const random = new Random(setting.seed, person.index, STREAMS.desk);
  const entries: Entry[] = [];
  const create = (desk: Desk, createdDay: number, createdMs: number, recipient: number | null = null): Entry => {
    const entry = entryOf(setting, person, { desk, number: entries.length, createdDay, createdMs, recipient });
    entries.push(entry);
    return entry;
  };
  const existing = (desk: Desk) => entries.findLast((entry) => entry.desk === desk && entry.recipient === null);
  const account = (desk: Desk, visit: Visit) =>
    existing(desk) ?? create(desk, visit.day, Math.max(visit.ms - 5 * MINUTE, setting.calendar.ms(0, 0)));
  // Some shops know a guest again by the e-mail address, others write a new record for every order.
  const guest = (desk: Desk, visit: Visit): Entry => {
    const isFull = entries.length >= MOST_ENTRIES;
    const known = random.chance(0.35) || isFull ? existing(desk) : undefined;
    const misnamed = visit.gift && visit.channel !== 'tills' && random.chance(0.25) && !isFull;
    return (
      known ??
      create(desk, visit.day, visit.ms, misnamed && shopper.giftsFor !== person.index ? shopper.giftsFor : null)
    );
  };
  const book = (visit: Visit): Entry | null => {
    const forgotten = random.chance(0.12);
    switch (visit.channel) {
      case 'web':
        return shopper.webAccount && !forgotten ? account('web_account', visit) : guest('web_guest', visit);
      case 'second-store':
        return shopper.secondStoreAccount ? account('second_account', visit) : guest('second_guest', visit);
      case 'app':
        return account('app_account', visit);
      case 'marketplace':
        return account('marketplace', visit);
      case 'tills':
        if (hasLoyalty(shopper) && !forgotten) return account('loyalty', visit);
        return random.chance(0.3) ? guest('receipt', visit) : null;
    }
  };
  const joined = setting.calendar.ms(shopper.joinedOn, random.between(6, 21) * 3600);
  if (shopper.role === 'prospect') create('web_account', shopper.joinedOn, joined);
  if (shopper.role === 'reader' || shopper.newsletter) create('newsletter', shopper.joinedOn, joined + 30 * MINUTE);
  return { ofVisit: visits.map(book), entries };
}

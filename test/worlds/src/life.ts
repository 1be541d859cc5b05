import { behaviourOf } from './behaviour.js';
import type { Connection } from './channels.js';
import { consentRecords, type Subscription, type Written } from './consents.js';
import { customerRecord, type Entry } from './customer-record.js';
import { type Bookings, bookingsOf } from './desk.js';
import { type Dated, orderRecords } from './order-records.js';
import { type Person, personOf } from './person.js';
import { Random, STREAMS } from './random.js';
import type { Setting } from './setting.js';
import { type Shopper, shopperOf } from './shopper.js';
import { type Visit, visitsOf } from './visits.js';
import type { Trap } from './written.js';

/** A customer record that is truly this person's, and what makes that hard to see. */
export interface TrueRecord {
  readonly connection: Connection;
  readonly externalId: string;
  readonly traps: readonly Trap[];
}

interface Course {
  readonly person: Person;
  readonly shopper: Shopper;
  readonly visits: readonly Visit[];
  readonly bookings: Bookings;
}

/** An account follows a change in its owner's life after a few days, if its owner remembers. */
const REMEMBERS = 0.6;
const DELAY_DAYS = 4;

function courseOf(setting: Setting, index: number): Course {
  const person = personOf(setting, index);
  const shopper = shopperOf(setting, person);
  const visits = visitsOf(setting, person, shopper, new Random(setting.seed, index, STREAMS.visits));
  return { person, shopper, visits, bookings: bookingsOf(setting, person, shopper, visits) };
}

/** All that every source says about one person, in the order in which it would be sent. */
export function recordsOf(setting: Setting, index: number): Dated[] {
  const course = courseOf(setting, index);
  const consents = new Random(setting.seed, index, STREAMS.consents);
  const orders = new Random(setting.seed, index, STREAMS.orders);
  const dated: Dated[] = [];
  const subscriptions: Subscription[] = [];
  for (const entry of course.bookings.entries) {
    const versions = versionsOf(setting, course, entry);
    for (const { record, ms } of versions) dated.push({ ms, connection: entry.connection, record });
    const first = versions[0];
    if (first === undefined) continue;
    const { records, subscription } = consentRecords(setting, { entry, ...first }, consents);
    dated.push(...records);
    if (subscription !== null) subscriptions.push(subscription);
  }
  const bought = course.visits.map((visit, number) => {
    const entry = course.bookings.ofVisit[number] ?? null;
    const { order, refund } = orderRecords(setting, course, visit, { number, entry, random: orders });
    dated.push(order, ...(refund === null ? [] : [refund]));
    return order.record.lines[0]?.product;
  });
  const { visits, bookings, shopper } = course;
  dated.push(...behaviourOf(setting, { index, shopper }, { visits, bookings, subscriptions, bought }));
  return dated.sort((a, b) => a.ms - b.ms);
}

/** Without orders and events: several times faster than {@link recordsOf}. */
export function trueRecordsOf(setting: Setting, index: number): TrueRecord[] {
  const course = courseOf(setting, index);
  return course.bookings.entries.map((entry) => {
    const traps = new Set(versionsOf(setting, course, entry).flatMap((version) => [...version.traps]));
    return { connection: entry.connection, externalId: entry.externalId, traps: [...traps].sort() };
  });
}

/** A customer record as it was made and, for an account, after each change in its owner's life that reached it. */
function versionsOf(
  setting: Setting,
  { person, shopper }: Course,
  entry: Entry,
): (Omit<Written, 'entry'> & { ms: number })[] {
  const { calendar } = setting;
  const created = entry.createdDay;
  const times = [{ day: created, ms: entry.createdMs }];
  const isKept = entry.desk.endsWith('_account') || entry.desk === 'loyalty';
  if (isKept) {
    const random = new Random(setting.seed, person.index * 64 + entry.number, STREAMS.versions);
    for (const change of [person.address.from, person.familyName.from, person.mobile.from]) {
      const remembers = random.chance(REMEMBERS);
      const day = (change ?? -1) + DELAY_DAYS;
      if (change !== null && remembers && change > created && day < calendar.length) {
        times.push({ day, ms: calendar.ms(day, random.between(8, 21) * 3600) });
      }
    }
  }
  return times
    .sort((a, b) => a.ms - b.ms)
    .map((at) => ({ ms: at.ms, ...customerRecord(setting, { person, shopper }, entry, at) }))
    .filter(({ record }, number, versions) => number === 0 || says(record) !== says(versions[number - 1]?.record));
}

/** Everything but its version: a change in somebody's life need not touch what a record holds. */
function says(record: Written['record'] | undefined): string {
  return JSON.stringify({ ...record, version: null });
}

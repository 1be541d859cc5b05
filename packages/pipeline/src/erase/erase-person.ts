import type { ComplianceRequest, ErasedPerson, ErasedRecord, JsonValue } from '@clientele/ledger';
import type { ProfileId, Shop } from '@clientele/model';
import {
  type PersonRecords,
  personRecords,
  profileIds,
  purgePerson,
  type RecordKey,
  strikeOut,
} from '@clientele/warehouse';
import type { Parts } from '../parts.js';
import { persistently } from '../persistently.js';
import { carryPages } from '../pull/carry-pages.js';
import type { PullParts } from '../pull/pulled-connection.js';
import { advance } from '../street.js';
import { findPerson, type PersonAsked, personAsked } from './find-person.js';
import { isNamedIn, type NamesOfPerson, namesOfPerson, withoutPerson } from './person-named.js';

export interface ErasingParts extends Parts, Pick<PullParts, 'inTurn'> {}

/** What a request is about, from when that was found until all of it is gone. */
interface Found {
  readonly person: PersonRecords;
  readonly profileIds: readonly ProfileId[];
  readonly names: NamesOfPerson;
}

/**
 * Carries out a request to erase a person: whoever identity takes the named record for, over all connections. Their
 * records, and all that was derived of them, leave both stores; their orders stay as sales to nobody, so that what was
 * sold does not change. When this resolves no file of either store holds a value of theirs, and they are not taken again,
 * whichever way they are named. What was found is in the ledger before anything is taken away, so that a call after a
 * crash goes on.
 */
export async function erasePerson(parts: ErasingParts, shop: Shop, request: ComplianceRequest): Promise<void> {
  const { ledger, inTurn } = parts;
  const asked = personAsked(request);
  const found = await inTurn(shop.id, async () => {
    const found = request.found === null ? await find(parts, shop, request.number, asked) : foundIn(request.found);
    await takeAway(parts, shop, found.person, asked.connection);
    return found;
  });
  await persistently(parts, () => purgePerson(parts.sql, shop.id, found.person));
  await ledger.personalData.erase(shop.id, await tracesOf(parts, shop, found));
  await ledger.personalData.overwrite();
}

/** From when this resolves nothing new is taken of the person. */
async function find(parts: ErasingParts, shop: Shop, number: number, asked: PersonAsked): Promise<Found> {
  const { ledger, sql } = parts;
  await advance(parts, shop);
  const { customers, profiles, bodies } = await findPerson(parts, shop, asked);
  const orders = asked.orders.map((externalId) => ({ connection: asked.connection, externalId }));
  const person = await personRecords(sql, shop.id, { customers, profiles, orders });
  const names = namesOfPerson(person, bodies, [asked.email, asked.phone]);
  const ids = await profileIds(sql, shop.id, person.profiles);
  const found: Found = { person, profileIds: [...ids.values()], names };
  await ledger.complianceRequests.found(
    shop.id,
    number,
    JSON.parse(JSON.stringify(found)),
    erasedRecords(person, asked),
  );
  return found;
}

/** The ledger keeps it as it was written. */
function foundIn(stored: JsonValue): Found {
  return Object(stored) as Found;
}

/** What must not be taken again; an event always says whose it is. */
function erasedRecords(person: PersonRecords, asked: PersonAsked): ErasedRecord[] {
  const of = (kind: ErasedRecord['kind'], keys: readonly RecordKey[]) =>
    keys.map(({ connection, externalId }): ErasedRecord => ({ connection, kind, externalId }));
  const named = (externalId: string): RecordKey => ({ connection: asked.connection, externalId });
  return [
    ...of('customer', [...person.customers, named(asked.customer)]),
    ...of('order', [...person.facts.order, ...asked.orders.map(named)]),
    ...of('refund', person.facts.refund),
    ...of('consent', person.facts.consent),
  ];
}

/** Takes in what waits, without the person, and derives everybody without them. */
async function takeAway(parts: ErasingParts, shop: Shop, person: PersonRecords, connection: string): Promise<void> {
  const { ledger, sql, clock } = parts;
  for (const { name } of await ledger.connections.list(shop.id)) await carryPages(parts, shop, name);
  const of = person.customers[0]?.connection ?? connection;
  const batch = await ledger.batches.open(shop.id, of, clock());
  await persistently(parts, () => strikeOut(sql, shop, batch, person));
  await ledger.batches.written(shop.id, batch, clock());
  await advance(parts, shop);
}

async function tracesOf(
  { ledger }: Pick<Parts, 'ledger'>,
  shop: Shop,
  { person, profileIds: profiles, names }: Found,
): Promise<ErasedPerson> {
  const records = [
    ...person.customers.map(({ connection, externalId }) => ({ connection, kind: 'customer' as const, externalId })),
    ...person.facts.consent.map((key) => ({ ...key, kind: 'consent' as const })),
    ...person.facts.event.map((key) => ({ ...key, kind: 'event' as const })),
  ];
  const asleep = new Set<string>();
  for (const { name } of await ledger.connections.list(shop.id)) {
    const pull = await ledger.pulls.get(shop.id, name);
    // Elsewhere what waits is taken in within seconds, without the person.
    if (pull?.endedAt != null || pull?.end?.outcome === 'failed') asleep.add(name);
  }
  return {
    records,
    profiles,
    isNamedIn: (connection, body) => isNamedIn(names, connection, body),
    without: (connection, heard) => (asleep.has(connection) ? withoutPerson(names, connection, heard) : heard),
  };
}

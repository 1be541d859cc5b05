import type { ShopId } from '@clientele/model';
import { countMembers, segmentsAt } from '@clientele/warehouse';
import type { Parts } from './parts.js';

const SETTING = 'member-counts';

/** How many members each segment has, and after which evaluation. */
interface Counted {
  readonly through: number;
  readonly members: Readonly<Record<string, number>>;
}

/** How many members each segment has as of the last evaluation, by its id; segments without any are left out. */
export async function memberCounts(parts: Pick<Parts, 'ledger' | 'sql'>, shop: ShopId): Promise<Map<string, number>> {
  const counted = await countedSoFar(parts, shop);
  return counted === undefined ? countMembers(parts.sql, shop) : new Map(Object.entries(counted.members));
}

/** The last evaluation whose changes are all in the members and counted; 0 before the first. It and those before it record nothing any more. */
export async function followedThrough(ledger: Parts['ledger'], shop: ShopId): Promise<number> {
  return (await countedSoFar({ ledger }, shop))?.through ?? 0;
}

/**
 * Takes an evaluation, whose changes are all recorded and followed, into the counts, so that nobody has to count members.
 *
 * @param gained by how many members each segment grew, or shrank, since the last evaluation that is counted
 */
export async function countEvaluation(
  parts: Parts,
  shop: ShopId,
  number: number,
  gained: ReadonlyMap<string, number>,
): Promise<void> {
  const before = await countedSoFar(parts, shop);
  const members = new Map(Object.entries(before?.members ?? {}));
  for (const [segment, some] of gained) members.set(segment, (members.get(segment) ?? 0) + some);
  const some = [...members].filter(([, count]) => count !== 0);
  await parts.ledger.settings.set(shop, SETTING, { through: number, members: Object.fromEntries(some) });
}

/**
 * By how many members segments grew, or shrank, since the last evaluation that is counted.
 *
 * @param members how many each has now, by its place
 */
export async function gainedSince(
  { ledger, sql }: Parts,
  shop: ShopId,
  members: ReadonlyMap<number, number>,
): Promise<Map<string, number>> {
  const before = (await countedSoFar({ ledger }, shop))?.members ?? {};
  const segments = await segmentsAt(sql, shop, [...members.keys()]);
  return new Map(
    [...members].map(([place, now]) => {
      const segment = segments.get(place) ?? '';
      return [segment, now - (before[segment] ?? 0)];
    }),
  );
}

async function countedSoFar({ ledger }: Pick<Parts, 'ledger'>, shop: ShopId): Promise<Counted | undefined> {
  // Only written here.
  return (await ledger.settings.get(shop, SETTING)) as Counted | undefined;
}

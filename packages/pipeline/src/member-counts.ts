import type { ShopId } from '@clientele/model';
import { countMembers, membersGained } from '@clientele/warehouse';
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

/**
 * Takes an evaluation, whose changes are all recorded and followed, into the counts, so that nobody has to count members.
 * Doing it again changes nothing: what a crash kept from the counts is added by the next one.
 */
export async function countEvaluation(parts: Parts, shop: ShopId, number: number): Promise<void> {
  const before = await countedSoFar(parts, shop);
  const members = before === undefined ? await countMembers(parts.sql, shop) : new Map(Object.entries(before.members));
  if (before !== undefined) {
    for (const [segment, gained] of await membersGained(parts.sql, shop, before.through)) {
      members.set(segment, (members.get(segment) ?? 0) + gained);
    }
  }
  const some = [...members].filter(([, count]) => count !== 0);
  await parts.ledger.settings.set(shop, SETTING, { through: number, members: Object.fromEntries(some) });
}

async function countedSoFar({ ledger }: Pick<Parts, 'ledger'>, shop: ShopId): Promise<Counted | undefined> {
  // Only written here.
  return (await ledger.settings.get(shop, SETTING)) as Counted | undefined;
}

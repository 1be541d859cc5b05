import { type Stopped } from '@clientele/connector-kit';
import type { Shop } from '@clientele/model';
import { asOf } from '../as-of.js';
import type { Parts } from '../parts.js';
import type { PulledConnections, Unusable } from '../pull/pulled-connections.js';
import { countEach } from './as-of-members.js';
import { createSegment } from './edit-segments.js';
import { type QueryFault, type QueryRemark, readQuery } from './read-query.js';

/** A segment that a merchant has on a platform, beside what it is here. */
export interface ComparedSegment {
  readonly name: string;
  /** As the platform has it. */
  readonly query: string;
  /** The same as we write it; null where it cannot be asked here. */
  readonly canonical: string | null;
  /** Why it cannot be asked here. */
  readonly faults: readonly QueryFault[];
  /** What is odd about it, or means something else here. */
  readonly remarks: readonly QueryRemark[];
  /** Customers of the platform, as it counts them; null where it does not say. */
  readonly theirs: number | null;
  /** Profiles here, over all channels; null where it cannot be asked. */
  readonly ours: number | null;
  /** The handle of the segment that it is here: made now, or there before with the same query. */
  readonly handle: string | null;
  readonly saved: 'made' | 'there' | 'not';
  /** Why it was not saved though it could be asked. */
  readonly reason: string | null;
}

export type PlatformSegments =
  | { readonly outcome: 'read'; readonly segments: readonly ComparedSegment[] }
  | Stopped
  | Unusable;

/**
 * Reads the segments that the merchant has on a connection's platform, and counts each here; with `save` they become
 * segments of ours, under the names that they have there. One that is here already, with that name and query, stays as it is. Those that we keep
 * there are none of the merchant's, and left out.
 */
export async function platformSegments(
  parts: Parts,
  connections: Pick<PulledConnections, 'segments'>,
  shop: Shop,
  connection: string,
  { save, by }: { readonly save: boolean; readonly by: string },
): Promise<PlatformSegments> {
  const read = await connections.segments(shop, connection);
  if (read.outcome !== 'done') return read;
  const compared: ComparedSegment[] = [];
  const kept = await keptThere(parts, shop, connection);
  for (const { id, name, query, members } of read.result) {
    if (kept.has(id)) continue;
    const found = await readQuery(parts, shop.id, query);
    const theirs = members ?? null;
    if (found.outcome === 'invalid') {
      const nothing = { canonical: null, remarks: [], ours: null, handle: null, saved: 'not', reason: null } as const;
      compared.push({ name, query, theirs, faults: found.errors, ...nothing });
      continue;
    }
    const { canonical, condition, segments, warnings: remarks } = found;
    const [people = 0] = await countEach(parts, shop, asOf(parts, shop), [condition], segments);
    const here = { name, query, canonical, theirs, ours: people, faults: [], remarks };
    compared.push({ ...here, ...(await savedAs(parts, shop, { name, canonical }, save, by)) });
  }
  return { outcome: 'read', segments: compared };
}

/** The ids, on a connection's platform, of the segments that are kept there by their query. */
async function keptThere({ ledger }: Parts, shop: Shop, connection: string): Promise<ReadonlySet<string>> {
  const kept = (await ledger.writeBacks.list(shop.id)).filter((one) => one.connection === connection);
  const wholes = await Promise.all(kept.map(({ number }) => ledger.writeBacks.whole(shop.id, number)));
  return new Set(wholes.flatMap((whole) => (whole?.state === 'theirs' ? [] : (whole?.id ?? []))));
}

async function savedAs(
  parts: Parts,
  shop: Shop,
  { name, canonical }: { readonly name: string; readonly canonical: string },
  save: boolean,
  by: string,
): Promise<Pick<ComparedSegment, 'handle' | 'saved' | 'reason'>> {
  const same = (await parts.ledger.segments.list(shop.id)).find((one) => one.name === name && one.query === canonical);
  if (same !== undefined) return { handle: same.handle, saved: 'there', reason: null };
  if (!save) return { handle: null, saved: 'not', reason: null };
  const made = await createSegment(parts, shop, { name, query: canonical }, by);
  if (made.outcome === 'created') return { handle: made.segment.handle, saved: 'made', reason: null };
  if (made.outcome === 'invalid') return { handle: null, saved: 'not', reason: made.errors[0]?.message ?? null };
  return { handle: null, saved: 'not', reason: made.message };
}

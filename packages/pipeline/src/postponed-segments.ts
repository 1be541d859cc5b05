import { createHash, randomUUID } from 'node:crypto';
import type { Segment } from '@clientele/ledger';
import {
  type Instant,
  instantOfMs,
  localDateTimeOf,
  msOfInstant,
  type SegmentId,
  type ShopId,
  type TimeZone,
} from '@clientele/model';
import type { CustomTypes } from '@clientele/segmentation';
import { customTypes } from './custom-attributes.js';
import type { Parts } from './parts.js';

const SETTING = 'postponed-segments';

/** After the first failure; after each one more, twice as long. */
const FIRST_MS = 60_000;
const LONGEST_MS = 3_600_000;

/** Another release, or more memory, may do what this one cannot: both come with another process. */
const PROCESS = randomUUID();

/** What is kept of a failure, as JSON. */
type Postponed = {
  /** What failed: where it is another question now, nothing is known of it. */
  readonly asked: string;
  readonly failures: number;
  readonly again: Instant;
};

/** When segments whose evaluation failed are tried again, by id; those that ask something else than then are left out. */
export async function postponedSegments(
  { ledger }: Pick<Parts, 'ledger'>,
  shop: ShopId,
): Promise<ReadonlyMap<SegmentId, Instant>> {
  const all = await read(ledger, shop);
  if (all.size === 0) return new Map();
  const [segments, types] = [await ledger.segments.list(shop), await customTypes(ledger, shop)];
  const waiting = segments.flatMap((segment): (readonly [SegmentId, Instant])[] => {
    const known = all.get(segment.id);
    return known?.asked === questionOf(segment, types) ? [[segment.id, known.again]] : [];
  });
  return new Map(waiting);
}

/** Notes that the evaluation of a segment failed; when it is tried again: later the more often it failed, within the hour. */
export async function postpone(
  { ledger, clock }: Pick<Parts, 'ledger' | 'clock'>,
  shop: ShopId,
  segment: Segment,
): Promise<Instant> {
  const all = await read(ledger, shop);
  const asked = questionOf(segment, await customTypes(ledger, shop));
  const known = all.get(segment.id);
  const failures = known?.asked === asked ? known.failures + 1 : 1;
  const waitMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  const again = instantOfMs(msOfInstant(clock()) + waitMs);
  await write(ledger, shop, all.set(segment.id, { asked, failures, again }));
  return again;
}

/** Takes back that segments failed: they were evaluated, or are gone. */
export async function forgetFailures(
  { ledger }: Pick<Parts, 'ledger'>,
  shop: ShopId,
  segments: readonly SegmentId[],
): Promise<void> {
  const all = await read(ledger, shop);
  const known = segments.filter((segment) => all.delete(segment));
  if (known.length > 0) await write(ledger, shop, all);
}

/** `2026-07-01 13:05`, by the clocks of the shop. */
export function triedAgainAt(again: Instant, timeZone: TimeZone): string {
  return localDateTimeOf(again, timeZone).slice(0, 16).replace('T', ' ');
}

function questionOf({ version, listed }: Segment, types: CustomTypes): string {
  return createHash('sha256')
    .update(JSON.stringify([PROCESS, version, listed, [...types]]))
    .digest('hex');
}

async function read({ settings }: Parts['ledger'], shop: ShopId): Promise<Map<string, Postponed>> {
  // Only written here.
  return new Map(Object.entries(((await settings.get(shop, SETTING)) ?? {}) as Record<string, Postponed>));
}

async function write({ settings }: Parts['ledger'], shop: ShopId, all: ReadonlyMap<string, Postponed>): Promise<void> {
  const stored = [...all].map(
    ([segment, { asked, failures, again }]) => [segment, { asked, failures, again }] as const,
  );
  await settings.set(shop, SETTING, Object.fromEntries(stored));
}

import type { WriteBackDraft } from '@clientele/ledger';
import type { Shop } from '@clientele/model';
import { recordKeysOf } from '@clientele/warehouse';
import { asOf } from '../as-of.js';
import { memberNumbers } from '../ask/member-numbers.js';
import { readQuery } from '../ask/read-query.js';
import { withoutHoldOut } from '../hold-out.js';
import type { Parts } from '../parts.js';
import { prepare } from '../question.js';

/** Members whose customer records are read at once. */
const MEMBERS_AT_ONCE = 5_000;

export type WantedCustomers =
  | { readonly outcome: 'wanted'; readonly members: number; readonly customers: ReadonlySet<string> }
  /** The segment cannot be asked; a sentence that says why. */
  | { readonly outcome: 'unasked'; readonly sentence: string };

/**
 * The customer records of a connection, by external id, whose profiles are members of a segment now: of one instant. A
 * person may have several there, or none.
 */
export async function wantedCustomers(
  parts: Parts,
  shop: Shop,
  { segment, connection, withoutHoldOut: leavesOut }: Pick<WriteBackDraft, 'segment' | 'connection' | 'withoutHoldOut'>,
  signal?: AbortSignal,
): Promise<WantedCustomers> {
  const saved = (await parts.ledger.segments.list(shop.id)).find(({ id }) => id === segment);
  if (saved === undefined) return { outcome: 'unasked', sentence: 'the segment was deleted' };
  const read = await readQuery(parts, shop.id, segment);
  if (read.outcome === 'invalid') {
    const [fault] = read.errors;
    return { outcome: 'unasked', sentence: `the segment ${saved.handle} cannot be asked: ${fault?.message ?? ''}` };
  }
  const waiting = signal === undefined ? {} : { signal };
  const asked = leavesOut ? withoutHoldOut(read.condition) : read.condition;
  const question = await prepare(parts, shop, asOf(parts, shop, undefined), [asked], read.segments, waiting);
  const [condition = asked] = question.conditions;
  const numbers = await memberNumbers(parts, condition, question.context, waiting);
  const customers = new Set<string>();
  for (let from = 0; from < numbers.length; from += MEMBERS_AT_ONCE) {
    signal?.throwIfAborted();
    const some = Array.from(numbers.subarray(from, from + MEMBERS_AT_ONCE));
    for (const records of (await recordKeysOf(parts.sql, shop.id, some)).values()) {
      for (const record of records) if (record.connection === connection) customers.add(record.externalId);
    }
  }
  return { outcome: 'wanted', members: numbers.length, customers };
}

import type { WriteBackDraft } from '@clientele/ledger';
import type { Shop } from '@clientele/model';
import { recordKeysOf } from '@clientele/warehouse';
import { asOf } from '../as-of.js';
import { memberNumbers } from '../ask/member-numbers.js';
import type { Parts } from '../parts.js';
import { prepare } from '../question.js';
import { conditionToWrite } from './condition-to-write.js';

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
  { segment, connection, withoutHoldOut }: Pick<WriteBackDraft, 'segment' | 'connection' | 'withoutHoldOut'>,
  signal?: AbortSignal,
): Promise<WantedCustomers> {
  const toWrite = await conditionToWrite(parts, shop, { segment, withoutHoldOut });
  if (toWrite.outcome === 'unasked') return toWrite;
  const waiting = signal === undefined ? {} : { signal };
  const at = asOf(parts, shop, undefined);
  const question = await prepare(parts, shop, at, [toWrite.condition], toWrite.segments, waiting);
  const [condition = toWrite.condition] = question.conditions;
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

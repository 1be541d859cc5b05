import { createHash } from 'node:crypto';
import type { Day, Shop } from '@clientele/model';
import {
  asksForProducts,
  type CompileContext,
  type CompiledSql,
  type Condition,
  type CutoffKey,
  type CutoffsRow,
  compiling,
  cutoffOfKey,
  cutoffPasses,
  cutoffsQuery,
  type PlainProfile,
  productsNamedBy,
  type ReferenceContext,
  requiredCutoffs,
} from '@clientele/segmentation';
import {
  allProducts,
  CUSTOMER_PROFILES_SQL,
  LIST_ENTRIES_SQL,
  PRODUCTS_SQL,
  PURCHASES_BY_PRODUCT_SQL,
  productsOf,
  REPEATED_PURCHASES_SQL,
  type RequestOptions,
  SEGMENT_MEMBERS_SQL,
  type SegmentPlaces,
  type Sql,
  segmentPlaces,
} from '@clientele/warehouse';
import type { AsOf } from './as-of.js';
import { customTypes } from './custom-attributes.js';
import { holdOutOf } from './hold-out.js';
import type { Parts } from './parts.js';
import { referencesIn, replaceReferences } from './references.js';
import { rfmConfiguration } from './rfm-configuration.js';
import { queriesBehind, type SavedSegment } from './saved-segments.js';
import { unevaluatedBehind } from './unevaluated.js';

/** A condition made ready to be compiled and run. */
export interface Question {
  readonly conditions: readonly Condition[];
  readonly context: CompileContext;
}

/**
 * Prepares conditions for a shop at a time: gathers the cut-offs they need, and points segment references at current
 * members; where a segment was never evaluated, or for another time than the shop's own, at what the referenced queries
 * select then.
 *
 * @param conditions checked, their references known to exist
 * @param options of the statements that take cut-offs
 */
export async function prepare(
  parts: Parts,
  shop: Shop,
  at: AsOf,
  conditions: readonly Condition[],
  segments: ReadonlyMap<string, SavedSegment>,
  options?: RequestOptions,
): Promise<Question> {
  if (at.own) {
    const context = await compileContext(parts, shop, at);
    const unevaluated = await unevaluatedBehind(parts, shop.id, conditions, segments);
    const asked = [...conditions, ...unevaluated.values()];
    const cutoffs = await cutoffsFor(parts, shop, at, asked, context, options);
    const ready = conditions.map((condition) => withIds(condition, segments));
    const looked = new Map(
      [...unevaluated].map(([handle, one]) => [idOf(handle, segments), withIds(one, segments)] as const),
    );
    const referred = [...ready, ...looked.values()].flatMap(referencesIn).map(({ handle }) => handle);
    const places = referred.length === 0 ? NO_PLACES : await segmentPlaces(parts.sql, shop.id, referred);
    return { conditions: ready, context: { ...context, cutoffs, segmentPlaces: places, segments: looked } };
  }
  return prepareLookingInto(queriesBehind(conditions, segments), parts, shop, at, conditions, segments, options);
}

/**
 * The same with what segments are to be asked instead of their members, also at the shop's own time.
 *
 * @param queries of the segments that conditions refer to, directly or through others, by the handle that they use
 */
export async function prepareLookingInto(
  queries: ReadonlyMap<string, Condition>,
  parts: Parts,
  shop: Shop,
  at: AsOf,
  conditions: readonly Condition[],
  segments: ReadonlyMap<string, SavedSegment>,
  options?: RequestOptions,
): Promise<Question> {
  const context = await compileContext(parts, shop, at);
  const cutoffs = await cutoffsFor(parts, shop, at, [...conditions, ...queries.values()], context, options);
  const withLists = (condition: Condition) => withListIds(condition, segments);
  const looked = new Map([...queries].map(([handle, condition]) => [handle, withLists(condition)]));
  return { conditions: conditions.map(withLists), context: { ...context, cutoffs, segments: looked } };
}

/**
 * The same for the reference evaluator, which looks into referenced segments itself.
 *
 * @param about the one profile that is asked about: of the shop's products only those are read that it names
 */
export async function prepareReference(
  parts: Parts,
  shop: Shop,
  at: AsOf,
  conditions: readonly Condition[],
  segments: ReadonlyMap<string, SavedSegment>,
  about?: PlainProfile,
): Promise<ReferenceContext> {
  const context = await compileContext(parts, shop, at);
  const behind = queriesBehind(conditions, segments);
  const asked = [...conditions, ...behind.values()].some(asksForProducts);
  const products = () =>
    about === undefined ? allProducts(parts.sql, shop.id) : productsOf(parts.sql, shop.id, productsNamedBy(about));
  return {
    shop: {
      id: shop.id,
      timeZone: shop.timeZone,
      currency: shop.currency,
      ...(asked && { products: await products() }),
    },
    now: at.now,
    rfm: context.rfm,
    cutoffs: await cutoffsFor(parts, shop, at, [...conditions, ...behind.values()], context),
    ...(context.customTypes && { customTypes: context.customTypes }),
    ...(context.holdOut && { holdOut: context.holdOut }),
    segments: new Map([...segments].map(([handle, saved]) => [handle, saved.condition])),
  };
}

/** What conditions are compiled for at a time, before the cut-offs that they need. */
export async function compileContext(parts: Parts, shop: Shop, at: AsOf): Promise<CompileContext> {
  const holdOut = await holdOutOf(parts.ledger, shop.id, at);
  return {
    shop: shop.id,
    timeZone: shop.timeZone,
    now: at.now,
    rfm: await rfmConfiguration(parts.ledger, shop.id),
    customTypes: await customTypes(parts.ledger, shop.id),
    cutoffs: new Map(),
    profiles: 'profiles',
    segmentMembers: SEGMENT_MEMBERS_SQL,
    segmentPlaces: NO_PLACES,
    profileIds: 'profile_ids',
    listEntries: LIST_ENTRIES_SQL,
    customerProfiles: CUSTOMER_PROFILES_SQL,
    profileCustomers: 'customers_of',
    ...(holdOut && { holdOut }),
    products: PRODUCTS_SQL,
    purchasesByProduct: PURCHASES_BY_PRODUCT_SQL,
    repeatedPurchases: REPEATED_PURCHASES_SQL,
  };
}

const NO_PLACES: SegmentPlaces = new Map();

/** Members and lists are stored by the segment's id, so that a handle can be given to another segment. */
function withIds(condition: Condition, segments: ReadonlyMap<string, SavedSegment>): Condition {
  return replaceReferences(withListIds(condition, segments), (reference) => ({
    ...reference,
    handle: idOf(reference.handle, segments),
  }));
}

/** The same of lists alone. */
function withListIds(condition: Condition, segments: ReadonlyMap<string, SavedSegment>): Condition {
  return replaceReferences(
    condition,
    (reference) => reference,
    (listed) => ({ ...listed, handle: idOf(listed.handle, segments) }),
  );
}

function idOf(handle: string, segments: ReadonlyMap<string, SavedSegment>): string {
  return segments.get(handle)?.segment.id ?? handle;
}

/**
 * The shop-wide cut-offs that conditions need. Those of the shop's own day are frozen when they are first used, so that
 * every screen counts alike until the day is over.
 */
export async function cutoffsFor(
  parts: Parts,
  shop: Shop,
  at: AsOf,
  conditions: readonly Condition[],
  context: CompileContext,
  options?: RequestOptions,
): Promise<Map<string, readonly string[]>> {
  const needed = new Set(
    conditions.flatMap((condition) => compiling(() => requiredCutoffs(condition, context.rfm), condition)),
  );
  if (needed.size === 0) return new Map();
  const cutoffs = await frozenCutoffs(parts, shop, at.today, needed);
  for (const keys of cutoffPasses([...needed].filter((key) => !cutoffs.has(key)))) {
    const query = compiling(() => cutoffsQuery(keys, { ...context, cutoffs }));
    const computed = await computeCutoffs(parts.sql, query, options);
    for (const [index, key] of keys.entries()) {
      const values = computed[index] ?? [];
      // A shop without buyers, or half imported, must not set the measure for the day.
      const mayFreeze = at.own && values.length > 0 && (at.settled === true || (await isSettled(parts, shop)));
      cutoffs.set(
        key,
        mayFreeze ? await parts.ledger.cutoffs.freeze(shop.id, at.today, partsOfKey(key), values) : values,
      );
    }
  }
  return cutoffs;
}

/** Those of some cut-offs that were frozen on a day of the shop. */
export async function frozenCutoffs(
  { ledger }: Pick<Parts, 'ledger'>,
  shop: Shop,
  today: Day,
  keys: Iterable<CutoffKey>,
): Promise<Map<CutoffKey, readonly string[]>> {
  const frozen = await ledger.cutoffs.list(shop.id, today);
  const cutoffs = new Map<CutoffKey, readonly string[]>();
  for (const key of keys) {
    const { trait, kind } = partsOfKey(key);
    const found = frozen.find((each) => each.trait === trait && each.kind === kind);
    if (found !== undefined) cutoffs.set(key, found.values);
  }
  return cutoffs;
}

/** True where everything that was ever opened for writing is in profiles and memberships. */
async function isSettled({ ledger }: Parts, shop: Shop): Promise<boolean> {
  const [open, pending] = [await ledger.batches.unfinished(shop.id), await ledger.batches.pending(shop.id)];
  return open.length === 0 && pending.length === 0;
}

/** Again where profiles came or went while the query began, so that it took the wrong ranks. */
async function computeCutoffs(sql: Sql, query: CompiledSql, options?: RequestOptions): Promise<CutoffsRow['values']> {
  for (;;) {
    const [row] = await sql.query<CutoffsRow>(query.sql, query.params, options);
    if (row === undefined || row.among === row.expected) return row?.values ?? [];
  }
}

/** `top/amount_spent/10` is kept as the trait `amount_spent` and the kind `top/10`; `rfm/amount_spent` as `rfm`. */
function partsOfKey(key: CutoffKey): { trait: string; kind: string } {
  const cutoff = cutoffOfKey(key);
  if (cutoff.kind === 'rfm') return { trait: cutoff.trait, kind: 'rfm' };
  const { side, amount, percent } = cutoff;
  // The ledger finds it by an index, which takes no text of any length.
  const trait = amount.length > 500 ? `sha256:${createHash('sha256').update(amount).digest('hex')}` : amount;
  return { trait, kind: `${side}/${percent}` };
}

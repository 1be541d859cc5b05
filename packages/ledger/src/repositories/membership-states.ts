import type { Day, Instant, SegmentId, ShopId } from '@clientele/model';
import type { ExpressionBuilder } from 'kysely';
import type { Database, Tables } from '../tables.js';

/** What the stored members of a segment rest on. */
export interface Evaluation {
  readonly evaluatedAt: Instant;
  /** The day whose frozen cut-offs were used. */
  readonly cutoffsDay: Day;
}

/** How fresh the stored members of one version of a segment are; `evaluated` is the last time that it went well. */
export type MembershipState = { readonly segment: SegmentId; readonly version: number } & (
  | { readonly state: 'evaluating'; readonly evaluated: Evaluation | null; readonly cause: string | null }
  | { readonly state: 'fresh'; readonly evaluated: Evaluation }
  | { readonly state: 'failed'; readonly evaluated: Evaluation | null; readonly error: string }
);

/** A version of a segment, as a segment names its current one. */
export interface SegmentOfVersion {
  readonly id: SegmentId;
  readonly version: number;
}

/** Rows that one statement writes. */
const ROWS_AT_ONCE = 500;

const COLUMNS = ['segment', 'version', 'state', 'error', 'evaluatedAt', 'cutoffsDay', 'cause'] as const;
type Row = Pick<Tables['membershipStates'], (typeof COLUMNS)[number]>;

/** Where each version of a segment stands in being evaluated. */
export class MembershipStates {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** @param cause why the evaluation is due; what was said before stays where nothing is said */
  async evaluating(shop: ShopId, segments: readonly SegmentOfVersion[], cause?: string): Promise<void> {
    await this.#store(shop, segments, { state: 'evaluating', error: null, ...(cause && { cause }) });
  }

  /** The same where the last evaluation says nothing any more: what it tested is defined in another way now. */
  async evaluatingAnew(shop: ShopId, segments: readonly SegmentOfVersion[]): Promise<void> {
    const nothing = { evaluatedAt: null, cutoffsDay: null };
    await this.#store(shop, segments, { state: 'evaluating', error: null, ...nothing });
  }

  async fresh(shop: ShopId, segments: readonly SegmentOfVersion[], evaluated: Evaluation): Promise<void> {
    await this.#store(shop, segments, { state: 'fresh', error: null, cause: null, ...evaluated });
  }

  /** When each version of a segment that was ever evaluated was so first, the oldest version first; of some before this was kept, not. */
  async since(
    shop: ShopId,
    segment: SegmentId,
  ): Promise<readonly { readonly version: number; readonly since: Instant | null }[]> {
    return this.#db
      .selectFrom('membershipStates')
      .select(['version', 'since'])
      .where('shop', '=', shop)
      .where('segment', '=', segment)
      .where(wasEvaluated)
      .orderBy('version')
      .execute();
  }

  /** When each of some segments that was ever evaluated, in whatever version, was so first; of some before this was kept, null. */
  async firstSince(shop: ShopId, segments: readonly SegmentId[]): Promise<Map<SegmentId, Instant | null>> {
    const first = new Map<SegmentId, Instant | null>();
    for (let from = 0; from < segments.length; from += ROWS_AT_ONCE) {
      const rows = await this.#db
        .selectFrom('membershipStates')
        .select(({ fn }) => ['segment', fn.min('since').as('since')])
        .where('shop', '=', shop)
        .where('segment', 'in', segments.slice(from, from + ROWS_AT_ONCE))
        .where(wasEvaluated)
        .groupBy('segment')
        .execute();
      for (const { segment, since } of rows) first.set(segment, since);
    }
    return first;
  }

  /** `error` is a sentence for the shop, without personal data. */
  async failed(shop: ShopId, segments: readonly SegmentOfVersion[], error: string): Promise<void> {
    await this.#store(shop, segments, { state: 'failed', error });
  }

  /** Undefined while that version has never been evaluated. */
  async get(shop: ShopId, segment: SegmentId, version: number): Promise<MembershipState | undefined> {
    const row = await this.#db
      .selectFrom('membershipStates')
      .select(COLUMNS)
      .where('shop', '=', shop)
      .where('segment', '=', segment)
      .where('version', '=', version)
      .executeTakeFirst();
    return row === undefined ? undefined : stateOf(row);
  }

  /** Of the current versions of the shop's segments, deleted ones left out. */
  async list(shop: ShopId): Promise<MembershipState[]> {
    const rows = await this.#db
      .selectFrom('membershipStates')
      .innerJoin('segments', (join) =>
        join
          .onRef('segments.id', '=', 'membershipStates.segment')
          .onRef('segments.version', '=', 'membershipStates.version'),
      )
      .select(COLUMNS.map((column) => `membershipStates.${column}` as const))
      .where('membershipStates.shop', '=', shop)
      .where('segments.deletedAt', 'is', null)
      .orderBy('membershipStates.segment')
      .execute();
    return rows.map(stateOf);
  }

  /** Deleted segments of which something is still kept here: their members have not left yet. */
  async deletedSegments(shop: ShopId): Promise<SegmentId[]> {
    const rows = await this.#db
      .selectFrom('membershipStates')
      .innerJoin('segments', 'segments.id', 'membershipStates.segment')
      .select('segments.id')
      .distinct()
      .where('membershipStates.shop', '=', shop)
      .where('segments.deletedAt', 'is not', null)
      .orderBy('segments.id')
      .execute();
    return rows.map((row) => row.id);
  }

  /** Forgets all versions of some segments. */
  async forget(shop: ShopId, segments: readonly SegmentId[]): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      for (let from = 0; from < segments.length; from += ROWS_AT_ONCE) {
        const some = segments.slice(from, from + ROWS_AT_ONCE);
        await tx.deleteFrom('membershipStates').where('shop', '=', shop).where('segment', 'in', some).execute();
      }
    });
  }

  /** All of them or, where one is not of the shop, none. */
  async #store(
    shop: ShopId,
    segments: readonly SegmentOfVersion[],
    change: Pick<Row, 'state' | 'error'> & Partial<Row>,
  ): Promise<void> {
    if (segments.length === 0) return;
    await this.#db.transaction().execute(async (tx) => {
      for (let from = 0; from < segments.length; from += ROWS_AT_ONCE) {
        const some = segments.slice(from, from + ROWS_AT_ONCE);
        const ids = some.map(({ id }) => id);
        const versions = await tx
          .selectFrom('segmentVersions')
          .select(['segment', 'version'])
          .where('shop', '=', shop)
          .where('segment', 'in', ids)
          .execute();
        const owned = new Set(versions.map(({ segment, version }) => `${segment} ${version}`));
        const foreign = some.find(({ id, version }) => !owned.has(`${id} ${version}`));
        if (foreign !== undefined) {
          throw new Error(`shop ${shop} has no version ${foreign.version} of segment ${foreign.id}`);
        }
        const since = change.state === 'fresh' ? (change.evaluatedAt ?? null) : null;
        await tx
          .insertInto('membershipStates')
          .values(some.map(({ id, version }) => ({ shop, segment: id, version, ...change, since })))
          .onConflict((conflict) =>
            conflict.columns(['segment', 'version']).doUpdateSet(({ fn, val }) => ({
              ...change,
              since: fn.coalesce('membershipStates.since', val(since)),
            })),
          )
          .execute();
      }
    });
  }
}

/** Also where the last evaluation says nothing any more: see `evaluatingAnew`. */
const wasEvaluated = ({ eb, or }: ExpressionBuilder<Tables, 'membershipStates'>) =>
  or([eb('since', 'is not', null), eb('evaluatedAt', 'is not', null)]);

function stateOf(row: Row): MembershipState {
  const { segment, version, state, error, evaluatedAt, cutoffsDay, cause } = row;
  const evaluated = evaluatedAt === null || cutoffsDay === null ? null : { evaluatedAt, cutoffsDay };
  if (state === 'failed') return { segment, version, state, evaluated, error: error ?? '' };
  if (state === 'evaluating') return { segment, version, state, evaluated, cause };
  if (evaluated === null) throw new Error(`the fresh members of segment ${segment} rest on no evaluation`);
  return { segment, version, state, evaluated };
}

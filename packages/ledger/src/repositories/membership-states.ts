import type { Day, Instant, SegmentId, ShopId } from '@clientele/model';
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

const COLUMNS = ['segment', 'version', 'state', 'error', 'evaluatedAt', 'cutoffsDay', 'cause'] as const;
type Row = Pick<Tables['membershipStates'], (typeof COLUMNS)[number]>;

/** Where each version of a segment stands in being evaluated. */
export class MembershipStates {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** @param cause why the evaluation is due; what was said before stays where nothing is said */
  async evaluating(shop: ShopId, segment: SegmentId, version: number, cause?: string): Promise<void> {
    await this.#store(shop, segment, version, { state: 'evaluating', error: null, ...(cause && { cause }) });
  }

  /** The same where the last evaluation says nothing any more: what it tested is defined in another way now. */
  async evaluatingAnew(shop: ShopId, segment: SegmentId, version: number): Promise<void> {
    const nothing = { evaluatedAt: null, cutoffsDay: null };
    await this.#store(shop, segment, version, { state: 'evaluating', error: null, ...nothing });
  }

  async fresh(shop: ShopId, segment: SegmentId, version: number, evaluated: Evaluation): Promise<void> {
    const { evaluatedAt, cutoffsDay } = evaluated;
    await this.#store(shop, segment, version, { state: 'fresh', error: null, evaluatedAt, cutoffsDay, cause: null });
    await this.#db
      .updateTable('membershipStates')
      .set({ since: evaluatedAt })
      .where('segment', '=', segment)
      .where('version', '=', version)
      .where('since', 'is', null)
      .execute();
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
      .where('evaluatedAt', 'is not', null)
      .orderBy('version')
      .execute();
  }

  /** `error` is a sentence for the shop, without personal data. */
  async failed(shop: ShopId, segment: SegmentId, version: number, error: string): Promise<void> {
    await this.#store(shop, segment, version, { state: 'failed', error });
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

  /** Forgets all versions of a segment. */
  async forget(shop: ShopId, segment: SegmentId): Promise<void> {
    await this.#db.deleteFrom('membershipStates').where('shop', '=', shop).where('segment', '=', segment).execute();
  }

  async #store(
    shop: ShopId,
    segment: SegmentId,
    version: number,
    change: Pick<Row, 'state' | 'error'> & Partial<Row>,
  ): Promise<void> {
    const owned = await this.#db
      .selectFrom('segmentVersions')
      .select('version')
      .where('shop', '=', shop)
      .where('segment', '=', segment)
      .where('version', '=', version)
      .executeTakeFirst();
    if (owned === undefined) throw new Error(`shop ${shop} has no version ${version} of segment ${segment}`);
    await this.#db
      .insertInto('membershipStates')
      .values({ shop, segment, version, ...change })
      .onConflict((conflict) => conflict.columns(['segment', 'version']).doUpdateSet(change))
      .execute();
  }
}

function stateOf(row: Row): MembershipState {
  const { segment, version, state, error, evaluatedAt, cutoffsDay, cause } = row;
  const evaluated = evaluatedAt === null || cutoffsDay === null ? null : { evaluatedAt, cutoffsDay };
  if (state === 'failed') return { segment, version, state, evaluated, error: error ?? '' };
  if (state === 'evaluating') return { segment, version, state, evaluated, cause };
  if (evaluated === null) throw new Error(`the fresh members of segment ${segment} rest on no evaluation`);
  return { segment, version, state, evaluated };
}

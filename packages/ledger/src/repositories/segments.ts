import type { Instant, SegmentId, ShopId } from '@clientele/model';
import { randomText } from '../random-text.js';
import { type Refusal, refusal } from '../refusal.js';
import type { Database } from '../tables.js';
import { segmentHandle } from './segment-handle.js';
import { lockShop } from './shops.js';

/** A saved query with its current version, or a list of people. */
export interface Segment {
  readonly id: SegmentId;
  /** Unique among the shop's segments; queries refer to it, so it stays when the name changes. */
  readonly handle: string;
  /** Unique among the shop's segments. */
  readonly name: string;
  readonly description: string;
  /** 1, 2, 3 …; a new one whenever the query's text changes. */
  readonly version: number;
  /** Empty of a list: its members are those that were added to it. */
  readonly query: string;
  /** The number of the last change of who was added and excluded by hand; 0 before the first. */
  readonly listed: number;
  readonly createdAt: Instant;
  /** When and by whom this version was saved. */
  readonly savedAt: Instant;
  readonly savedBy: string;
}

export interface SegmentVersion {
  readonly version: number;
  readonly query: string;
  readonly createdAt: Instant;
  readonly createdBy: string;
}

export interface SegmentDraft {
  readonly name: string;
  readonly query: string;
  readonly description?: string;
}

export type NameTaken = Refusal<'segment.name-taken'> & { readonly segment: Segment };
export type CreateSegment =
  | { readonly outcome: 'created'; readonly segment: Segment }
  | NameTaken
  | Refusal<'segment.handle-taken'>;
export type ReviseSegment =
  | { readonly outcome: 'saved' | 'unchanged'; readonly segment: Segment }
  | NameTaken
  | Refusal<'segment.not-found'>
  | (Refusal<'segment.changed-meanwhile'> & { readonly segment: Segment });
export type DeleteSegments =
  | { readonly outcome: 'deleted'; readonly segments: readonly Segment[] }
  | Refusal<'segment.not-found'>;

/** Segments that one statement changes. */
const ROWS_AT_ONCE = 500;

type Refuse<Code extends string> = (segment: Segment, all: readonly Segment[]) => Refusal<Code> | undefined;

/** A shop's segments and all their versions. Whether a query is valid is decided before it comes here. */
export class Segments {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Saves a new segment under the handle that the draft gives, or one made from its name; refused when a segment has that
   * name, or the given handle.
   *
   * @param refuse may refuse it, knowing all others of the shop: none comes or changes meanwhile
   */
  async create<Code extends string = never>(
    shop: ShopId,
    draft: SegmentDraft & { readonly handle?: string },
    by: string,
    now: Instant,
    refuse: Refuse<Code> = () => undefined,
  ): Promise<CreateSegment | Refusal<Code>> {
    return this.#db.transaction().execute(async (tx) => {
      await lockShop(tx, shop);
      const living = await livingSegments(tx, shop).execute();
      const namesake = living.find((segment) => segment.name === draft.name);
      if (namesake !== undefined) return nameTaken(namesake);
      const { name, query, description = '' } = draft;
      const handles = new Set(living.map(({ handle }) => handle));
      if (draft.handle !== undefined && handles.has(draft.handle)) {
        return refusal(
          'segment.handle-taken',
          `there is a segment with the handle '${draft.handle}' already: change that one`,
        );
      }
      const segment: Segment = {
        id: `seg_${randomText(16)}` as SegmentId,
        handle: draft.handle ?? segmentHandle(name, handles),
        name,
        description,
        version: 1,
        query,
        listed: 0,
        createdAt: now,
        savedAt: now,
        savedBy: by,
      };
      const refused = refuse(segment, living);
      if (refused !== undefined) return refused;
      const { id, handle, version } = segment;
      await tx
        .insertInto('segments')
        .values({ id, shop, handle, name, description, version, createdAt: now, deletedAt: null })
        .execute();
      await tx
        .insertInto('segmentVersions')
        .values({ segment: id, version, shop, query, createdAt: now, createdBy: by })
        .execute();
      return { outcome: 'created', segment };
    });
  }

  /**
   * Changes a segment, found by id or handle. A changed query is a new version; a new name leaves the handle. With
   * `expectedVersion`, refused when somebody else has saved another version since that one was read.
   *
   * @param refuse may refuse what the segment is to be, knowing all of the shop as they are: none comes or changes meanwhile
   */
  async revise<Code extends string = never>(
    shop: ShopId,
    idOrHandle: string,
    change: Partial<SegmentDraft> & { readonly expectedVersion?: number },
    by: string,
    now: Instant,
    refuse: Refuse<Code> = () => undefined,
  ): Promise<ReviseSegment | Refusal<Code>> {
    return this.#db.transaction().execute(async (tx) => {
      await lockShop(tx, shop);
      const living = await livingSegments(tx, shop).execute();
      const current = withIdOrHandle(living, idOrHandle);
      if (current === undefined) return notFound(idOrHandle);
      if (change.expectedVersion !== undefined && change.expectedVersion !== current.version) {
        const message = `the segment is at version ${current.version}, not ${change.expectedVersion}: look at the new version and save again`;
        return { ...refusal('segment.changed-meanwhile', message), segment: current };
      }
      const { name = current.name, description = current.description, query = current.query } = change;
      const namesake = living.find((segment) => segment.name === name && segment.id !== current.id);
      if (namesake !== undefined) return nameTaken(namesake);
      const newVersion = query !== current.query;
      if (!newVersion && name === current.name && description === current.description) {
        return { outcome: 'unchanged', segment: current };
      }
      const segment: Segment = {
        ...current,
        name,
        description,
        ...(newVersion ? { query, version: current.version + 1, savedAt: now, savedBy: by } : {}),
      };
      const refused = refuse(segment, living);
      if (refused !== undefined) return refused;
      const { id, version } = segment;
      if (newVersion) {
        await tx
          .insertInto('segmentVersions')
          .values({ segment: id, version, shop, query, createdAt: now, createdBy: by })
          .execute();
      }
      await tx.updateTable('segments').set({ name, description, version }).where('id', '=', id).execute();
      return { outcome: 'saved', segment };
    });
  }

  /** By id or handle; deleted segments are not found. */
  async find(shop: ShopId, idOrHandle: string): Promise<Segment | undefined> {
    const found = await livingSegments(this.#db, shop)
      .where(({ eb, or }) =>
        or([eb('segments.id', '=', idOrHandle as SegmentId), eb('segments.handle', '=', idOrHandle)]),
      )
      .execute();
    return withIdOrHandle(found, idOrHandle);
  }

  /** All segments of the shop, by handle. */
  async list(shop: ShopId): Promise<Segment[]> {
    const segments = await livingSegments(this.#db, shop).execute();
    return segments.sort((a, b) => (a.handle < b.handle ? -1 : 1));
  }

  /** The versions of segments, newest first, also after they were deleted; none of what the shop has not. */
  async versions(
    shop: ShopId,
    segments: readonly SegmentId[],
  ): Promise<ReadonlyMap<SegmentId, readonly SegmentVersion[]>> {
    const rows = await this.#db
      .selectFrom('segmentVersions')
      .select(['segment', 'version', 'query', 'createdAt', 'createdBy'])
      .where('shop', '=', shop)
      .where('segment', 'in', segments)
      .orderBy('version', 'desc')
      .execute();
    const versions = new Map<SegmentId, SegmentVersion[]>();
    for (const { segment, ...version } of rows) {
      versions.set(segment, [...(versions.get(segment) ?? []), version]);
    }
    return versions;
  }

  /**
   * Marks segments, each found by id or handle, as deleted and frees their names and handles; their versions are kept. All
   * of them or, where one is not there, none.
   *
   * @param refuse may refuse it, knowing all segments of the shop: none comes or changes meanwhile
   */
  async delete<Code extends string = never>(
    shop: ShopId,
    idsOrHandles: readonly string[],
    now: Instant,
    refuse: (segments: readonly Segment[], all: readonly Segment[]) => Refusal<Code> | undefined = () => undefined,
  ): Promise<DeleteSegments | Refusal<Code>> {
    return this.#db.transaction().execute(async (tx) => {
      await lockShop(tx, shop);
      const living = await livingSegments(tx, shop).execute();
      const segments = new Set<Segment>();
      for (const idOrHandle of idsOrHandles) {
        const segment = withIdOrHandle(living, idOrHandle);
        if (segment === undefined) return notFound(idOrHandle);
        segments.add(segment);
      }
      const refused = refuse([...segments], living);
      if (refused !== undefined) return refused;
      const ids = [...segments].map(({ id }) => id);
      for (let from = 0; from < ids.length; from += ROWS_AT_ONCE) {
        const some = ids.slice(from, from + ROWS_AT_ONCE);
        await tx.updateTable('segments').set({ deletedAt: now }).where('id', 'in', some).execute();
      }
      return { outcome: 'deleted', segments: [...segments] };
    });
  }
}

function livingSegments(db: Database, shop: ShopId) {
  return db
    .selectFrom('segments')
    .innerJoin('segmentVersions', (join) =>
      join
        .onRef('segmentVersions.segment', '=', 'segments.id')
        .onRef('segmentVersions.version', '=', 'segments.version'),
    )
    .select([
      'segments.id',
      'segments.handle',
      'segments.name',
      'segments.description',
      'segments.version',
      'segments.listed',
      'segmentVersions.query',
      'segments.createdAt',
      'segmentVersions.createdAt as savedAt',
      'segmentVersions.createdBy as savedBy',
    ])
    .where('segments.shop', '=', shop)
    .where('segments.deletedAt', 'is', null);
}

/** An id first: a segment may be named like the id of another. */
function withIdOrHandle(segments: readonly Segment[], idOrHandle: string): Segment | undefined {
  return segments.find(({ id }) => id === idOrHandle) ?? segments.find(({ handle }) => handle === idOrHandle);
}

function nameTaken(segment: Segment): NameTaken {
  const message = `there is a segment of that name already (handle ${segment.handle}): choose another name, or change that one`;
  return { ...refusal('segment.name-taken', message), segment };
}

function notFound(idOrHandle: string): Refusal<'segment.not-found'> {
  return refusal('segment.not-found', `there is no segment with the id or handle '${idOrHandle}'`);
}

import { createHash } from 'node:crypto';
import type { Segment } from '@clientele/ledger';
import type { Shop } from '@clientele/model';
import {
  type CheckedSegmentFile,
  type Condition,
  checkSegmentFiles,
  type FileFault,
  type NamedText,
  oneLine,
  printCondition,
  type SegmentReference,
  segmentFileText,
} from '@clientele/segmentation';
import { asOf } from '../as-of.js';
import { customTypes } from '../custom-attributes.js';
import { membership } from '../membership.js';
import type { Parts } from '../parts.js';
import { prepareLookingInto } from '../question.js';
import { referencesIn, replaceReferences } from '../references.js';
import { inLevels, queriesBehind, type SavedSegment, type SavedSegments, savedSegments } from '../saved-segments.js';
import { countsOf } from './as-of-members.js';
import { createSegment, nameRefused, reviseSegment } from './edit-segments.js';

/** How a segment that a file describes differs from the one that the shop has. */
export interface PlannedSegment {
  readonly file: string;
  readonly handle: string;
  readonly name: string;
  readonly change: 'created' | 'changed' | 'unchanged';
  /** The name until now, where it is another. */
  readonly renamedFrom: string | null;
  readonly isDescribedAnew: boolean;
  readonly query: string;
  /** The query until now, where it is another; null for a new segment too. */
  readonly queryBefore: string | null;
  /** Profiles that would enter, leave and stay, also because of a segment that the query refers to; 0 where all is asked as before. */
  readonly entering: number;
  readonly leaving: number;
  readonly staying: number;
}

export interface SegmentPlan {
  readonly outcome: 'planned';
  /** In the order of the files. */
  readonly segments: readonly PlannedSegment[];
  /** Segments of no file that refer to changed ones, and who would enter and leave with them. */
  readonly following: readonly Pick<PlannedSegment, 'handle' | 'entering' | 'leaving' | 'staying'>[];
  /** Handles of the segments that no file mentions; they stay as they are. */
  readonly unmentioned: readonly string[];
  /** Stands for what would be done: the same as long as files and segments are. */
  readonly fingerprint: string;
}

/** Files of which at least one has errors. */
export interface InvalidFiles {
  readonly outcome: 'invalid';
  readonly files: readonly CheckedSegmentFile[];
}

/** Checks segment files against a shop: its custom attributes, and the segments that files may refer to. */
export async function checkFilesInShop(
  { ledger }: Pick<Parts, 'ledger'>,
  shop: Shop,
  files: readonly NamedText[],
): Promise<CheckedSegmentFile[]> {
  const { byHandle } = await savedSegments({ ledger }, shop.id);
  const segments = new Map([...byHandle].map(([handle, { condition, query }]) => [handle, query ?? condition]));
  return checkSegmentFiles(files, { segments, customTypes: await customTypes(ledger, shop.id) });
}

/** What segment files would change in a shop, and who would enter and leave by it; nothing is stored. */
export async function planSegmentFiles(
  parts: Parts,
  shop: Shop,
  files: readonly NamedText[],
): Promise<SegmentPlan | InvalidFiles> {
  const all = await parts.ledger.segments.list(shop.id);
  const checked = (await checkFilesInShop(parts, shop, files)).map((file) => withNameChecked(file, all));
  if (checked.some(({ errors }) => errors.length > 0)) return { outcome: 'invalid', files: checked };
  const { byHandle } = await savedSegments(parts, shop.id);
  const before = new Map([...byHandle].map(([handle, { condition }]) => [handle, condition]));
  const described = checked.flatMap(({ file, segment }) => (segment === null ? [] : [{ file, ...segment }]));
  const after = new Map(before);
  for (const { handle, condition } of described) {
    const listed = all.find((segment) => segment.handle === handle)?.listed ?? 0;
    after.set(handle, membership({ handle, listed }, condition));
  }
  const moves = await movesOf(parts, shop, askable(before), askable(after), byHandle);
  const segments = described.map(({ file, handle, name, description, canonical }): PlannedSegment => {
    const saved = all.find((segment) => segment.handle === handle);
    const query = byHandle.get(handle)?.query;
    const queryBefore = query == null ? (saved?.query ?? null) : printCondition(query);
    const isRenamed = saved !== undefined && oneLine(saved.name) !== name;
    const isDescribedAnew = saved !== undefined && oneLine(saved.description) !== description;
    const isSame = !isRenamed && !isDescribedAnew && queryBefore === canonical;
    return {
      ...{ file, handle, name, query: canonical, isDescribedAnew },
      change: saved === undefined ? 'created' : isSame ? 'unchanged' : 'changed',
      renamedFrom: isRenamed ? saved.name : null,
      queryBefore: queryBefore === canonical ? null : queryBefore,
      ...(moves.get(handle) ?? { entering: 0, leaving: 0, staying: 0 }),
    };
  });
  const unmentioned = all
    .map(({ handle }) => handle)
    .filter((handle) => segments.every((one) => one.handle !== handle));
  const following = unmentioned.flatMap((handle) => {
    const move = moves.get(handle);
    return move === undefined || move.entering + move.leaving === 0 ? [] : [{ handle, ...move }];
  });
  const versions = all.map(({ handle, name, version }) => [handle, name, version]);
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([described, versions]))
    .digest('hex');
  return { outcome: 'planned', segments, following, unmentioned, fingerprint };
}

/** What was done for a segment, as the audit log calls it. */
export interface AppliedSegment {
  readonly id: string;
  readonly what: 'segment.created' | 'segment.revised';
}

export interface AppliedFiles {
  readonly outcome: 'applied';
  readonly plan: SegmentPlan;
  readonly applied: readonly AppliedSegment[];
}

/**
 * Makes a shop's segments what files say of them, those that others refer to first; what no file mentions stays. Nothing
 * is done where a file has errors. Cut short, it is done by the next time. Members follow when the street is next advanced.
 *
 * @param seen the fingerprint of the plan that somebody agreed to; refused where it would be another one now
 */
export async function applySegmentFiles(
  parts: Parts,
  shop: Shop,
  files: readonly NamedText[],
  by: string,
  seen?: string,
): Promise<
  AppliedFiles | InvalidFiles | { readonly outcome: 'refused'; readonly code: string; readonly message: string }
> {
  const plan = await planSegmentFiles(parts, shop, files);
  if (plan.outcome === 'invalid') return plan;
  if (seen !== undefined && seen !== plan.fingerprint) {
    const message = 'The segments were changed meanwhile: look at what would change now, and apply again.';
    return { outcome: 'refused', code: 'segment.changed-meanwhile', message };
  }
  const applied: AppliedSegment[] = [];
  const [checked, saved] = [await checkFilesInShop(parts, shop, files), await savedSegments(parts, shop.id)];
  for (const { handle, name, description, canonical: query } of referredFirst(checked, saved)) {
    const planned = plan.segments.find((segment) => segment.handle === handle);
    if (planned === undefined || planned.change === 'unchanged') continue;
    const isNew = planned.change === 'created';
    const kept = isNew
      ? await createSegment(parts, shop, { handle, name, description, query }, by)
      : await reviseSegment(parts, shop, handle, changeOf(planned, { name, description, query }), by);
    if (kept.outcome === 'invalid') throw new Error(`the segment file of '${handle}' was checked and is invalid`);
    if (kept.outcome === 'refused') return kept;
    applied.push({ id: kept.segment.id, what: isNew ? 'segment.created' : 'segment.revised' });
  }
  return { outcome: 'applied', plan, applied };
}

/** Only what differs: blanks that a file cannot say are no difference. */
function changeOf(
  { renamedFrom, isDescribedAnew, queryBefore }: PlannedSegment,
  { name, description, query }: { readonly name: string; readonly description: string; readonly query: string },
) {
  return {
    ...(renamedFrom === null ? {} : { name }),
    ...(isDescribedAnew ? { description } : {}),
    ...(queryBefore === null ? {} : { query }),
  };
}

/** A shop's saved segments as the texts of files; null where no file can say it, as of a list. */
export async function segmentFiles(
  parts: Pick<Parts, 'ledger'>,
  shop: Shop,
): Promise<readonly { readonly handle: string; readonly text: string | null; readonly isList: boolean }[]> {
  const { byHandle, unreadable } = await savedSegments(parts, shop.id);
  return [
    ...[...byHandle].map(([handle, { segment, query }]) => ({
      handle,
      text: (query && segmentFileText({ ...segment, condition: query })) ?? null,
      isList: query === null,
    })),
    ...unreadable.map(({ segment }) => ({ handle: segment.handle, text: null, isList: false })),
  ];
}

function withNameChecked(checked: CheckedSegmentFile, all: readonly Segment[]): CheckedSegmentFile {
  const { segment } = checked;
  if (segment === null) return checked;
  const place = { line: segment.lines.name, column: 1 };
  const refused = nameRefused(segment.name);
  const namesake = all.find(({ handle, name }) => handle !== segment.handle && name === segment.name);
  const faults: FileFault[] = [];
  if (refused !== undefined) faults.push({ code: 'bad-name', ...place, message: refused.message, hint: null });
  if (namesake !== undefined) {
    const message = `The segment '${namesake.handle}' of the shop has the name '${segment.name}'`;
    faults.push({ code: 'name-taken', ...place, message, hint: 'Choose another name, or rename that one first.' });
  }
  return { ...checked, errors: [...checked.errors, ...faults] };
}

/** Without segments that lead back to themselves, as an older release may have saved them: nobody is in those. */
function askable(queries: Queries): Queries {
  const segments = new Map([...queries].map(([handle, condition]) => [handle, { segment: { handle }, condition }]));
  return new Map(
    inLevels(segments)
      .flat()
      .map(({ segment, condition }) => [segment.handle, condition]),
  );
}

type Moves = Pick<PlannedSegment, 'entering' | 'leaving' | 'staying'>;

/** What the segments of a shop select, by handle. */
type Queries = ReadonlyMap<string, Condition>;

/** Who enters, leaves and stays where one set of segments takes the place of another: of those that are asked otherwise. */
async function movesOf(
  parts: Parts,
  shop: Shop,
  before: Queries,
  after: Queries,
  saved: ReadonlyMap<string, SavedSegment>,
): Promise<Map<string, Moves>> {
  // Both sets stand beside one another, each with names of its own: no handle has a slash.
  const segments = new Map([...namedApart('before', before), ...namedApart('after', after)]);
  // What refers to others is referred to itself: so all that it leads to is looked into once.
  const askedOf = (handle: string): Condition | undefined => {
    const condition = segments.get(handle)?.condition;
    return condition && referencesIn(condition).length > 0 ? { kind: 'segment', handle } : condition;
  };
  const moves = new Map<string, Moves>();
  for (const handles of inChunks(askedOtherwise(before, after), segments)) {
    const asked = handles.flatMap((handle): Condition[] => {
      const [old, now] = [askedOf(`before/${handle}`), askedOf(`after/${handle}`)];
      if (old === undefined || now === undefined) return now === undefined ? [] : [now];
      return [now, old, { kind: 'and', conditions: [old, now] }];
    });
    const behind = queriesBehind(asked, segments);
    const counts = await countsOf(
      parts,
      await prepareLookingInto(behind, parts, shop, asOf(parts, shop), asked, saved),
    );
    let place = 0;
    for (const handle of handles) {
      const isNew = !before.has(handle);
      const [now = 0, then = 0, both = 0] = counts.slice(place, place + (isNew ? 1 : 3));
      moves.set(handle, { entering: now - both, leaving: then - both, staying: both });
      place += isNew ? 1 : 3;
    }
  }
  return moves;
}

/** Segments under handles that begin with a name, which refer to one another by these. */
function namedApart(name: string, queries: Queries): Map<string, Pick<SavedSegment, 'condition'>> {
  const renamed = (reference: SegmentReference) => ({ ...reference, handle: `${name}/${reference.handle}` });
  return new Map(
    [...queries].map(([handle, condition]) => [
      `${name}/${handle}`,
      { condition: replaceReferences(condition, renamed) },
    ]),
  );
}

/** The segments whose own query is new or another, and those that refer to such a one, directly or through others. */
function askedOtherwise(before: Queries, after: Queries): Set<string> {
  const referring = new Map<string, string[]>();
  const found = new Set<string>();
  for (const [handle, condition] of after) {
    for (const { handle: to } of referencesIn(condition)) referring.set(to, [...(referring.get(to) ?? []), handle]);
    const old = before.get(handle);
    if (old === undefined || printCondition(old) !== printCondition(condition)) found.add(handle);
  }
  // What is added to a set while it is gone through is gone through, too.
  for (const handle of found) for (const each of referring.get(handle) ?? []) found.add(each);
  return found;
}

/** What is asked in one statement: conditions, with those that they lead to, may be long, and reading them takes the engine longer than asking. */
const MOST_CHARACTERS = 20_000;

function inChunks(
  handles: Iterable<string>,
  segments: ReadonlyMap<string, Pick<SavedSegment, 'condition'>>,
): string[][] {
  const lengths = new Map<Condition, number>();
  const lengthOf = (condition: Condition) => {
    const length = lengths.get(condition) ?? printCondition(condition).length;
    lengths.set(condition, length);
    return length;
  };
  const chunks: string[][] = [];
  let room = 0;
  for (const handle of handles) {
    const condition = segments.get(`after/${handle}`)?.condition;
    const asked = condition === undefined ? [] : [condition, ...queriesBehind([condition], segments).values()];
    const length = asked.map(lengthOf).reduce((sum, each) => sum + each, 0);
    if (length > room || chunks.length === 0) {
      chunks.push([]);
      room = MOST_CHARACTERS;
    }
    chunks.at(-1)?.push(handle);
    room -= length;
  }
  return chunks;
}

type Described = NonNullable<CheckedSegmentFile['segment']>;

/**
 * The segments of files, each after those that it refers to, also through segments of no file: so none leads back to itself
 * on the way to where none does.
 */
function referredFirst(files: readonly CheckedSegmentFile[], saved: SavedSegments): Described[] {
  const described = new Map(
    files.flatMap(({ segment }) => (segment === null ? [] : [[segment.handle, segment] as const])),
  );
  const placed = new Set<string>();
  const place = (handle: string): Described[] => {
    const segment = described.get(handle);
    const condition = segment?.condition ?? saved.byHandle.get(handle)?.condition;
    if (condition === undefined || placed.has(handle)) return [];
    placed.add(handle);
    return [...referencesIn(condition).flatMap((reference) => place(reference.handle)), ...(segment ? [segment] : [])];
  };
  return [...described.keys()].flatMap(place);
}

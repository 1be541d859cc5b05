import { type Instant, instantOfMs, msOfInstant } from '@clientele/model';
import type { Connector, Page, Pulled, Round } from '../connector.js';
import { failed, type Stopped } from '../failure.js';
import { canonicalJson, isJson, type Json } from '../json.js';
import type { Connection } from './connection.js';
import { type Counts, type Judged, type Left, objectId, type Unread } from './judge.js';
import { isNameless } from './nameless.js';
import { defect, isAboutTheObject, type Stepped } from './step.js';
import {
  cursorOf,
  dueSweep,
  isRoundDue,
  madeUpFor,
  type RoundState,
  readStreamState,
  type StreamState,
  sweepName,
} from './stream-state.js';

/** Objects that are looked for one by one before what was found of them is kept. */
const LOOKED_FOR_TOGETHER = 20;
/** The same page may come twice in a row, where a bound moves up to the page's own first tick; not again and again. */
const MOST_REPEATS = 3;
/** Longer than a day, nobody waits for one page. */
const LONGEST_WAIT_MS = 86_400_000;
/** A platform that has worked so long on what was asked for will not come to an end. */
const GIVEN_UP_AFTER_MS = 14 * 86_400_000;

/** Which sweeps a sync makes: those that are due, all of them now, or none. */
export type Sweeping = 'due' | 'now' | 'never';

export interface StreamWishes {
  readonly sweeping: Sweeping;
  /** A round of changes is made, due or not. */
  readonly isNow: boolean;
}

export type StreamStep =
  | {
      readonly outcome: 'on';
      readonly round: Round;
      readonly total: number | null;
      readonly counts: Counts;
      /** The next step is made when so many milliseconds are over. */
      readonly waitMs: number;
    }
  /** Everything that this sync was to do is done. */
  | { readonly outcome: 'done' }
  | Stopped;

/** Takes one stream on, a page at a time, within one sync. All that must outlive a page is in the stream's state. */
export class StreamRun<Settings extends object> {
  readonly #connection: Connection<Settings>;
  readonly #name: string;
  readonly #stream: Pulled<Settings>;
  readonly #sweeping: Sweeping;
  readonly #isNow: boolean;
  #hasCaughtUp = false;
  #hasSwept: boolean;
  #isOwnRound = false;
  #lastPage: readonly Json[] = [];
  #repeats = 0;

  constructor(connection: Connection<Settings>, name: string, stream: Pulled<Settings>, wishes: StreamWishes) {
    this.#connection = connection;
    this.#name = name;
    this.#stream = stream;
    this.#sweeping = wishes.sweeping;
    this.#isNow = wishes.isNow;
    this.#hasSwept = wishes.sweeping === 'never';
  }

  /** One page, or some objects looked for that were missing. */
  async step(): Promise<StreamStep> {
    const state = readStreamState(await this.#connection.host.keep.state(this.#name));
    if (state.round === null) {
      const begun = this.#nextRound(state);
      if (begun === undefined) return { outcome: 'done' };
      return 'outcome' in begun ? begun : this.#page(begun.state, begun.round, true);
    }
    const { round } = state;
    return round.missingAfter === null
      ? this.#page(state, round, false)
      : this.#missing(state, round, round.missingAfter);
  }

  #nextRound(state: StreamState): Begun | Stopped | undefined {
    const { facts } = this.#stream;
    if (!this.#hasCaughtUp && (this.#isNow || isRoundDue(facts, state, this.#connection.platformMs))) {
      const since = state.since === null ? null : back(state.since, facts.grainMs + facts.settlesMs);
      return this.#begin(state, 'changes', null, since);
    }
    if (this.#hasSwept) return undefined;
    const sweep = dueSweep(facts, state, this.#connection.platformMs, this.#sweeping === 'now');
    if (sweep === undefined) return undefined;
    const now = instantOfMs(this.#connection.platformMs);
    return this.#begin(state, 'sweep', sweepName(sweep), sweep.backMs === undefined ? null : back(now, sweep.backMs));
  }

  #begin(state: StreamState, kind: Round, sweep: string | null, since: Instant | null): Begun | Stopped {
    let cursor: Json;
    const last = state.ended === null ? undefined : cursorOf(this.#stream, state.ended);
    try {
      cursor = this.#stream.start(since ?? undefined, kind, this.#connection.settings, last);
    } catch (error) {
      return this.#connection.hidden(defect(error));
    }
    this.#isOwnRound = true;
    const begunAt = instantOfMs(this.#connection.platformMs);
    const cursorVersion = this.#stream.cursor.version;
    return {
      state: since === null ? { ...state, sweeps: state.sweeps + 1 } : state,
      round: {
        kind,
        sweep,
        since,
        begunAt,
        cursor,
        cursorVersion,
        highest: null,
        total: null,
        blind: false,
        partial: false,
        waitsSince: null,
        missingAfter: null,
      },
    };
  }

  async #page(state: StreamState, round: RoundState, isFirst: boolean): Promise<StreamStep> {
    const cursor = cursorOf(this.#stream, round);
    if (cursor === undefined) {
      return isFirst ? this.#broken('start() gives a cursor that is not of its own form') : this.#anew(state, round);
    }
    const askedAt = this.#connection.nowMs;
    const page = await this.#pulled(cursor);
    if (page === 'expired') {
      return isFirst ? this.#broken('the cursor that a round begins with has expired') : this.#anew(state, round);
    }
    if ('outcome' in page) return page;
    const waitMs = waitMsOf(page);
    const waitsSince = waitMs === 0 ? null : (round.waitsSince ?? instantOfMs(askedAt));
    const wrong = this.#whatIsWrong(cursor, page, waitsSince);
    if (wrong !== undefined) return wrong;
    const newest = page.stale === true ? await this.#withoutNewer(page.objects, state.sweeps) : page.objects;
    const judged = await this.#connection.judge(this.#name, this.#stream, 'read', { ...page, objects: newest });
    // Only now the platform's clock is known; the round began when its first page was asked for.
    const ahead = this.#connection.platformMs - this.#connection.nowMs;
    const read: RoundState = {
      ...round,
      begunAt: isFirst ? instantOfMs(askedAt + ahead) : round.begunAt,
      cursor: page.next,
      total: round.since === null ? (round.total ?? totalOf(page)) : round.total,
      highest: laterOf(round.highest, judged.highest),
      blind: round.blind || judged.blind,
      partial: round.partial || page.partial === true,
      waitsSince,
    };
    if (!page.done) return this.#keep({ ...state, round: read }, judged, round, waitMs);
    const looksForMissing = round.since === null && !read.partial;
    return this.#keep(
      looksForMissing ? { ...state, round: { ...read, missingAfter: '' } } : this.#ended(state, read),
      judged,
      round,
    );
  }

  /** Of those objects, the ones that were not read by themselves since the round began. */
  async #withoutNewer(objects: readonly Json[], sweep: number): Promise<readonly Json[]> {
    const ids = objects.flatMap((object) => objectId(this.#stream, object) ?? []);
    const newer = new Set(await this.#connection.host.keep.seen(this.#name, sweep, ids));
    return objects.filter((object) => !newer.has(objectId(this.#stream, object) ?? ''));
  }

  async #pulled(cursor: Json): Promise<PulledPage | 'expired' | Stopped> {
    const pulled = await this.#connection.step((context) => this.#stream.pull(cursor, context));
    if (pulled.outcome === 'done') return pulled.result;
    return isPlatformsOwn(pulled) ? this.#oneByOne(cursor, pulled) : pulled;
  }

  /** The objects of a page one by one: one that the platform fails with must not hold up all others for ever. */
  async #oneByOne(cursor: Json, failure: Stopped): Promise<PulledPage | 'expired' | Stopped> {
    const { skim } = this.#stream;
    if (skim === undefined || this.#stream.read === undefined) return failure;
    const skimmed = await this.#connection.step((context) => skim.call(this.#stream, cursor, context));
    if (skimmed.outcome !== 'done') return skimmed.outcome === 'paused' ? skimmed : failure;
    const page = skimmed.result;
    if (page === 'expired') return page;
    const objects: Json[] = [];
    const unread: Unread[] = [];
    for (const object of page.objects) {
      const id = objectId(this.#stream, object);
      const read = id === undefined ? ({ outcome: 'done', result: object } as const) : await this.#read(id);
      if (read.outcome === 'unread') unread.push({ ...read.unread, object });
      else if (read.outcome !== 'done') return read;
      else if (read.result !== undefined) objects.push(read.result);
    }
    return { ...page, objects, unread };
  }

  /** The cursor is worth nothing any more: what it was to bring is asked for from the beginning. */
  async #anew(state: StreamState, { kind, sweep, since }: RoundState): Promise<StreamStep> {
    const begun = this.#begin(state, kind, sweep, since);
    return 'outcome' in begun ? begun : this.#page(begun.state, begun.round, true);
  }

  #whatIsWrong(cursor: Json, { next, done, objects }: Page, waitsSince: Instant | null): Stopped | undefined {
    if (!isJson(next) || !this.#stream.cursor.schema.safeParse(next).success) {
      return this.#broken('pull() gives a next cursor that is not of its own form');
    }
    if (done) return undefined;
    if (waitsSince !== null) return this.#waitsTooLong(waitsSince);
    this.#repeats = isSamePage(objects, this.#lastPage) ? this.#repeats + 1 : 0;
    this.#lastPage = objects;
    if (this.#repeats < MOST_REPEATS && canonicalJson(next) !== canonicalJson(cursor)) return undefined;
    return failed('endless', `${this.#name}: the platform gives the same page again and again; the round cannot end`);
  }

  #waitsTooLong(since: Instant): Stopped | undefined {
    if (this.#connection.nowMs - msOfInstant(since) <= GIVEN_UP_AFTER_MS) return undefined;
    const what = `the platform works on what was asked for since ${since}, and comes to no end`;
    return failed('endless', `${this.#name}: ${what}: ask those who run the platform why`);
  }

  async #missing(state: StreamState, round: RoundState, after: string): Promise<StreamStep> {
    const { keep } = this.#connection.host;
    const ids = await keep.missing(this.#name, state.sweeps, after, LOOKED_FOR_TOGETHER);
    const last = ids.at(-1);
    const objects: Json[] = [];
    const left: Left[] = [];
    const unread: Unread[] = [];
    for (const id of ids) {
      // What had no id is gone when the very same came no more; what has one may be what came without.
      if (isNameless(id)) left.push({ id, why: 'deleted' });
      if (isNameless(id) || round.blind) continue;
      const read = await this.#read(id);
      if (read.outcome === 'unread') unread.push(read.unread);
      else if (read.outcome !== 'done') return read;
      else if (read.result === undefined) left.push({ id, why: 'deleted' });
      else objects.push(read.result);
    }
    const judged = await this.#connection.judge(this.#name, this.#stream, 'read', { objects, left, unread });
    const next = last === undefined ? this.#ended(state, round) : { ...state, round: { ...round, missingAfter: last } };
    return this.#keep(next, judged, round);
  }

  async #read(
    id: string,
  ): Promise<Stepped<Json | undefined> | { readonly outcome: 'unread'; readonly unread: Unread }> {
    const { read } = this.#stream;
    if (read === undefined) return { outcome: 'done', result: undefined };
    const one = await this.#connection.step((context) => read.call(this.#stream, id, context));
    if (one.outcome === 'done' || !isAboutTheObject(one) || !(await this.#connection.isReached())) return one;
    return { outcome: 'unread', unread: { id, object: { id }, reason: one.sentence } };
  }

  #ended(state: StreamState, round: RoundState): StreamState {
    const { kind, sweep, since, begunAt, highest, cursor, cursorVersion } = round;
    const isWhole = since === null;
    // A round that an earlier sync began says nothing of what happened to objects since they were seen.
    if (this.#isOwnRound && kind === 'changes') this.#hasCaughtUp = true;
    if (this.#isOwnRound && (kind === 'sweep' || isWhole)) this.#hasSwept = true;
    this.#lastPage = [];
    const swept = Object.fromEntries(madeUpFor(this.#stream.facts, sweep, since).map((name) => [name, begunAt]));
    return {
      ...state,
      since: kind === 'changes' ? sinceAfter(state.since, highest, begunAt) : state.since,
      caughtUpAt: kind === 'changes' ? begunAt : state.caughtUpAt,
      swept: { ...state.swept, ...swept },
      ended: kind === 'changes' ? { cursor, cursorVersion } : state.ended,
      round: null,
    };
  }

  async #keep(state: StreamState, judged: Judged, { kind }: RoundState, waitMs = 0): Promise<StreamStep> {
    const { items, known, seen, resolved, counts } = judged;
    const { keep } = this.#connection.host;
    await keep.page({ stream: this.#name, items, known, seen, resolved, sweep: state.sweeps, state });
    return { outcome: 'on', round: kind, total: state.round?.total ?? null, counts, waitMs };
  }

  #broken(what: string): Stopped {
    return failed('broken', `${this.#name}: the connector has a defect: ${what}`);
  }
}

/** Null where the platform says nothing that could be a number of objects. */
function totalOf({ total }: Page): number | null {
  return total !== undefined && Number.isSafeInteger(total) && total >= 0 ? total : null;
}

/** 0 where the next page may be asked for at once. */
function waitMsOf({ waitMs = 0, done }: Page): number {
  return waitMs > 0 && !done ? Math.min(LONGEST_WAIT_MS, waitMs) : 0;
}

function isSamePage(one: readonly Json[], other: readonly Json[]): boolean {
  if (one.length === 0 || one.length !== other.length) return false;
  // Mostly the first object shows that they differ.
  return one.every((object, index) => JSON.stringify(object) === JSON.stringify(other[index]));
}

interface PulledPage extends Page {
  readonly unread?: readonly Unread[];
}

/** Whether the platform failed, and not what was asked or may be asked: a smaller question may go well. */
function isPlatformsOwn(stopped: Stopped): boolean {
  return stopped.outcome === 'failed' && (stopped.code === 'unreachable' || stopped.code === 'garbled');
}

interface Begun {
  readonly state: StreamState;
  readonly round: RoundState;
}

/** True for a stream that can be asked for. */
export function isPulled<Settings extends object>(stream: object): stream is Pulled<Settings> {
  return 'pull' in stream;
}

/** False for a connector that only hears: there is nothing to ask for. */
export function hasPulled<Settings extends object>({ streams }: Pick<Connector<Settings>, 'streams'>): boolean {
  return Object.values(streams).some((stream) => isPulled<Settings>(stream));
}

/**
 * Up to when all changes are known after a round: to the latest that was met, by the platform's own clock, but no
 * further than the beginning of the round. What changed during it may have changed behind our back, on a page that had
 * been read already; a record from the future does not hide the present.
 */
function sinceAfter(since: Instant | null, highest: Instant | null, begunAt: Instant): Instant | null {
  if (highest === null) return since;
  const reached = msOfInstant(highest) < msOfInstant(begunAt) ? highest : begunAt;
  return since !== null && msOfInstant(since) > msOfInstant(reached) ? since : reached;
}

function laterOf(a: Instant | null, b: Instant | undefined): Instant | null {
  if (a === null || b === undefined) return b ?? a;
  return msOfInstant(a) < msOfInstant(b) ? b : a;
}

function back(at: Instant, ms: number): Instant {
  return instantOfMs(msOfInstant(at) - ms);
}

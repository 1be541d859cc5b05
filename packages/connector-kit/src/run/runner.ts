import { instantOfMs } from '@clientele/model';
import type {
  Account,
  Connector,
  Context,
  DefinedAttribute,
  Heard,
  Hint,
  Hook,
  PlatformSegment,
  SegmentLanguage,
  Together,
  WholeSegments,
  Writing,
} from '../connector.js';
import type { Stopped } from '../failure.js';
import { PATIENCE_MS, type Traffic } from '../http/asking.js';
import type { Json } from '../json.js';
import { Connection } from './connection.js';
import { hearHook } from './hear.js';
import type { Host } from './host.js';
import { type Came, type Coming, type Counts, type KeptObject, type Left, objectId, type Unread } from './judge.js';
import { isNameless } from './nameless.js';
import { isAboutTheObject, type Stepped } from './step.js';
import { isPulled, StreamRun, type StreamStep, type Sweeping } from './stream-run.js';
import { readStreamState } from './stream-state.js';
import { Turn } from './turn.js';

export interface SyncOptions {
  readonly sweeping?: Sweeping;
  /** Makes a round of changes of every stream, also of those whose facts say that it is not due yet. */
  readonly isNow?: boolean;
  /** After each page, with the counts of the sync so far. */
  readonly onProgress?: (progress: Progress) => void;
  /** Stops between two pages; the next sync goes on there. */
  readonly signal?: AbortSignal;
}

export interface Progress {
  readonly stream: string;
  readonly counts: Counts;
  /** How many objects there are, where everything is being read and the platform says it. */
  readonly total: number | null;
  readonly traffic: Traffic;
}

export interface Synced {
  /** `stopped` by the caller's signal. Whatever the outcome, what was read is kept, and durable. */
  readonly outcome: 'done' | 'stopped' | Stopped['outcome'];
  /** Set where the outcome is neither done nor stopped. */
  readonly why?: Stopped;
  /** By stream. */
  readonly counts: Readonly<Record<string, Counts>>;
  readonly traffic: Traffic;
}

/** Processed, and durable; or why nothing more could be: what was heard is then to be taken once more. */
export type Taken =
  | { readonly outcome: 'done'; readonly counts: Counts; readonly failed: readonly FailedHint[] }
  | Stopped;

/** What became of objects that were refused; or why no more of them could be tried. */
export type Retried = { readonly outcome: 'done'; readonly counts: Counts } | Stopped;

/** An object that was refused, as it was kept. */
export interface RefusedObject {
  readonly stream: string;
  /** What it was told from others by: its place, without the stream. */
  readonly id: string;
  /** Undefined where it was too long to be kept whole. */
  readonly object: Json | undefined;
}

/** An object that could not be read by itself; the next round or sweep that meets it takes it up. */
export interface FailedHint extends Hint {
  readonly sentence: string;
}

/** What is done with the segments of a platform that are kept as a whole. */
export type WorkOnSegments<Settings extends object, Result> = (
  segments: WholeSegments<Settings>,
  context: Context<Settings>,
) => Promise<Result>;

/** Objects that are judged and kept without letting others have their turn. */
const JUDGED_TOGETHER = 250;
/** A platform is waited for in pieces of so many milliseconds: whoever stops a sync does not wait for it, too. */
const WAITED_TOGETHER_MS = 1000;
const NOTHING: Counts = { objects: 0, changed: 0, unchanged: 0, refused: 0, gone: 0 };
/** What stops one stream stops all of them: they have the account and the network in common. */
const STOPS_ALL = new Set(['denied', 'unreachable']);

/**
 * Runs a connector for one connection. There must be one runner of a connection at a time; it does one thing after the
 * other, so that what was read later is later.
 */
export class Runner<Settings extends object> {
  readonly #connection: Connection<Settings>;
  readonly #connector: Connector<Settings>;
  readonly #settings: Settings;
  readonly #turn = new Turn();
  #syncing: Promise<Synced> | undefined;

  constructor(connector: Connector<Settings>, settings: Settings, host: Host) {
    this.#connector = connector;
    this.#settings = settings;
    this.#connection = new Connection(connector, settings, host);
  }

  /** Whose account this is, and whether it lets us in. */
  check(): Promise<Stepped<Account>> {
    return this.#connection.step((context) => this.#connector.check(context));
  }

  /**
   * Pulls what is new, and sweeps what is due. Where a sync is under way already, that one is answered. Rejects only where
   * the keep fails.
   */
  sync(options: SyncOptions = {}): Promise<Synced> {
    this.#syncing ??= this.#sync(options).finally(() => {
      this.#syncing = undefined;
      return this.#connection.forgetSpool();
    });
    return this.#syncing;
  }

  /** Verifies a webhook, see {@link hearHook}; what was heard is handed to {@link take}. */
  hear(hook: Hook): Promise<Heard> {
    return hearHook(this.#connector, this.#settings, hook, this.#connection.host.now());
  }

  /**
   * Takes what was heard into the stores, between the pages of a sync where one is under way. An object that can be
   * read is read, once for all that was heard of it.
   */
  async take(heard: readonly Heard[]): Promise<Taken> {
    const { hints, objects, left } = this.#sorted(heard);
    const failed: FailedHint[] = [];
    let counts = NOTHING;
    for (const [name, ids] of hints) {
      const read = await this.#readHinted(name, [...ids]);
      if (read.outcome !== 'done') return read;
      counts = sum(counts, read.counts);
      failed.push(...read.failed);
    }
    for (const name of new Set([...objects.keys(), ...left.keys()])) {
      const all = objects.get(name) ?? [];
      for await (const some of this.#piecesOf(all)) {
        counts = sum(counts, await this.#turn.run(() => this.#say(name, 'heard', { objects: some })));
      }
      const gone = left.get(name) ?? [];
      if (gone.length > 0) counts = sum(counts, await this.#turn.run(() => this.#say(name, 'heard', { left: gone })));
    }
    await this.#connection.host.keep.settled();
    return { outcome: 'done', counts, failed };
  }

  /**
   * Tries objects again that were refused, between the pages of a sync where one is under way: each is read anew where it
   * can be, and taken as it was kept where not. What is refused once more is kept again.
   */
  async retry(refused: readonly RefusedObject[]): Promise<Retried> {
    const asKept = new Map<string, KeptObject[]>();
    let counts = NOTHING;
    for (const { stream, id, object } of this.#known(refused)) {
      const known = isNameless(id) && object !== undefined ? objectId(this.#stream(stream), object) : id;
      if (known !== undefined && !isNameless(known) && this.#canRead(stream)) {
        const read = await this.#turn.run(() => this.#retryByReading(stream, known, { id, object: object ?? { id } }));
        if (read.outcome !== 'done') return read;
        counts = sum(counts, read.result);
      } else if (object !== undefined) entry(asKept, stream, []).push({ id, object });
    }
    for (const [name, all] of asKept) {
      for await (const kept of this.#piecesOf(all)) {
        counts = sum(counts, await this.#turn.run(() => this.#say(name, 'kept', { kept })));
      }
    }
    await this.#connection.host.keep.settled();
    return { outcome: 'done', counts };
  }

  /** Writes back; several of them are several requests. */
  async write(writing: Writing): Promise<Stepped<'written' | 'gone' | 'unsupported'>> {
    const { write } = this.#connector;
    if (write === undefined) return { outcome: 'done', result: 'unsupported' };
    return this.#connection.step((context) => write.call(this.#connector, writing, context));
  }

  /** Whether a customer has what a writing would add; `unknown` where the connector cannot tell. */
  async holds(writing: Writing): Promise<Stepped<boolean | 'gone' | 'unknown'>> {
    const { holds } = this.#connector;
    if (holds === undefined) return { outcome: 'done', result: 'unknown' };
    return this.#connection.step((context) => holds.call(this.#connector, writing, context));
  }

  /** The segments that the merchant has on the platform; none where the connector cannot tell. */
  async segments(): Promise<Stepped<readonly PlatformSegment[]>> {
    const { segments } = this.#connector;
    if (segments === undefined) return { outcome: 'done', result: [] };
    return this.#connection.step((context) => segments.call(this.#connector, context));
  }

  /** The custom attributes that are defined on the platform; none where the connector cannot tell. */
  async attributes(): Promise<Stepped<readonly DefinedAttribute[]>> {
    const { attributes } = this.#connector;
    if (attributes === undefined) return { outcome: 'done', result: [] };
    return this.#connection.step((context) => attributes.call(this.#connector, context));
  }

  /** What segments are written in that are kept as a whole; undefined where there are none such. */
  get segmentLanguage(): SegmentLanguage | undefined {
    return this.#connector.wholeSegments?.language(this.#settings);
  }

  /** Works with the segments that are kept as a whole; several requests are several steps. */
  async whole<Result>(work: WorkOnSegments<Settings, Result>): Promise<Stepped<Result | 'unsupported'>> {
    const { wholeSegments } = this.#connector;
    if (wholeSegments === undefined) return { outcome: 'done', result: 'unsupported' };
    return this.#connection.step((context) => work(wholeSegments, context));
  }

  async #sync({ sweeping = 'due', isNow = false, onProgress, signal }: SyncOptions): Promise<Synced> {
    const counts: Record<string, Counts> = {};
    let why: Stopped | undefined;
    for (const [name, stream] of Object.entries(this.#connector.streams)) {
      if (!isPulled<Settings>(stream)) continue;
      const run = new StreamRun(this.#connection, name, stream, { sweeping, isNow });
      const progress = (more: Counts, total: number | null) => {
        counts[name] = sum(counts[name] ?? NOTHING, more);
        onProgress?.({ stream: name, counts: counts[name], total, traffic: this.#connection.traffic });
      };
      const stopped = await this.#run(name, run, progress, signal);
      if (stopped === undefined) continue;
      if (stopped !== 'stopped') this.#connection.log(`${name}: ${stopped.sentence}`);
      if (stopped === 'stopped' || stopsAll(stopped)) return this.#synced(stopped, counts);
      why ??= stopped;
    }
    return this.#synced(why, counts);
  }

  async #run(
    name: string,
    run: StreamRun<Settings>,
    progress: (counts: Counts, total: number | null) => void,
    signal: AbortSignal | undefined,
  ): Promise<Stopped | 'stopped' | undefined> {
    for (;;) {
      if (signal?.aborted === true) return 'stopped';
      const step: StreamStep = await this.#turn.run(() => run.step());
      if (step.outcome === 'done') return undefined;
      if (step.outcome !== 'on') return step;
      progress(step.counts, step.total);
      if (step.waitMs > PATIENCE_MS) return this.#pausedFor(step.waitMs, name);
      await this.#wait(step.waitMs, signal);
    }
  }

  #pausedFor(ms: number, name: string): Stopped {
    const until = instantOfMs(this.#connection.nowMs + ms);
    const sentence = `${name}: the platform works on what was asked for; it is asked again at ${until}`;
    return { outcome: 'paused', until, sentence };
  }

  /** Others have their turn meanwhile. */
  async #wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
    for (let left = ms; left > 0 && signal?.aborted !== true; left -= WAITED_TOGETHER_MS) {
      await this.#connection.wait(Math.min(left, WAITED_TOGETHER_MS));
    }
  }

  async #synced(stopped: Stopped | 'stopped' | undefined, counts: Record<string, Counts>): Promise<Synced> {
    await this.#connection.host.keep.settled();
    const { traffic } = this.#connection;
    if (stopped === undefined) return { outcome: 'done', counts, traffic };
    if (stopped === 'stopped') return { outcome: 'stopped', counts, traffic };
    return { outcome: stopped.outcome, why: stopped, counts, traffic };
  }

  async #readHinted(name: string, ids: readonly string[]): Promise<Taken> {
    const { together } = this.#stream(name);
    const most = together?.most ?? 1;
    const failed: FailedHint[] = [];
    let counts = NOTHING;
    for (let from = 0; from < ids.length; from += most) {
      const some = ids.slice(from, from + most);
      let left: readonly string[] = some;
      if (together !== undefined && some.length > 1) {
        const read = await this.#turn.run(() => this.#readTogether(name, together, some));
        counts = sum(counts, read.counts);
        left = read.left;
      }
      for (const id of left) {
        const read = await this.#turn.run(() => this.#readAgain(name, id));
        if (read.outcome === 'done') counts = sum(counts, read.result);
        else if (await this.#stopsAll(read)) return read;
        else failed.push({ stream: name, id, sentence: read.sentence });
      }
    }
    return { outcome: 'done', counts, failed };
  }

  /** What came of asking for several at once, and which are left to be read by themselves. */
  async #readTogether(name: string, together: Together<Settings>, ids: readonly string[]) {
    const read = await this.#connection.step((context) => together.read(ids, context));
    if (read.outcome !== 'done') return { counts: NOTHING, left: ids };
    const left = new Set(ids);
    const objects = read.result.filter((object) => left.delete(objectId(this.#stream(name), object) ?? ''));
    return { counts: await this.#say(name, 'read', { objects }), left: [...left] };
  }

  /** @param settled what is told by other ids by now */
  async #readAgain(name: string, id: string, settled: readonly string[] = []): Promise<Stepped<Counts>> {
    const stream = this.#stream(name);
    const read = await this.#connection.step(async (context) => stream.read?.(id, context));
    if (read.outcome !== 'done') return read;
    return { outcome: 'done', result: await this.#say(name, 'read', cameOf(id, read.result), settled) };
  }

  /** One that the platform fails with is refused once more, for that. */
  async #retryByReading(name: string, id: string, kept: KeptObject): Promise<Stepped<Counts>> {
    const settled = kept.id === id ? [] : [kept.id];
    const read = await this.#readAgain(name, id, settled);
    if (read.outcome === 'done' || (await this.#stopsAll(read))) return read;
    const unread: Unread = { id, object: kept.object, reason: read.sentence };
    return { outcome: 'done', result: await this.#say(name, 'kept', { unread: [unread] }, settled) };
  }

  /** @param settled what is told by other ids by now */
  async #say(name: string, coming: Coming, came: Came, settled: readonly string[] = []): Promise<Counts> {
    const judged = await this.#connection.judge(name, this.#stream(name), coming, came);
    const { items, known, seen, resolved, counts } = judged;
    const { keep } = this.#connection.host;
    const { sweeps: sweep } = readStreamState(await keep.state(name));
    await keep.page({ stream: name, items, known, seen, resolved: [...resolved, ...settled], sweep });
    return counts;
  }

  /** Some at a time, so that others have their turn between them. */
  async *#piecesOf<One>(all: readonly One[]): AsyncGenerator<readonly One[]> {
    for (let start = 0; start < all.length; start += JUDGED_TOGETHER) {
      yield all.slice(start, start + JUDGED_TOGETHER);
      await this.#connection.host.sleep(0);
    }
  }

  /** Whether what stops a step for one object stops all others too. */
  async #stopsAll(stopped: Stopped): Promise<boolean> {
    return stopsAll(stopped) && !(isAboutTheObject(stopped) && (await this.#connection.isReached()));
  }

  /** What can be read becomes a hint, once for each object; the rest is taken at its word. */
  #sorted(heard: readonly Heard[]) {
    const hints = new Map<string, Set<string>>();
    const objects = new Map<string, Json[]>();
    const left = new Map<string, Left[]>();
    const all = heard.flatMap((one) => (one.outcome === 'heard' ? [one] : []));
    for (const { stream, id } of all.flatMap((one) => this.#known(one.hints))) {
      if (this.#canRead(stream)) entry(hints, stream, new Set()).add(id);
    }
    for (const { stream, object } of all.flatMap((one) => this.#known(one.objects))) {
      const id = objectId(this.#stream(stream), object);
      if (id !== undefined && this.#canRead(stream)) entry(hints, stream, new Set()).add(id);
      else entry(objects, stream, []).push(object);
    }
    for (const { stream, id, gone, at } of all.flatMap((one) => this.#known(one.gone))) {
      if (this.#canRead(stream)) entry(hints, stream, new Set()).add(id);
      else entry(left, stream, []).push({ id, why: gone, at });
    }
    return { hints, objects, left };
  }

  /** Of those, what is about streams that there are: it may have been heard by another release of the connector. */
  #known<About extends { readonly stream: string }>(about: readonly About[] = []): About[] {
    return about.filter(({ stream }) => {
      const isKnown = Object.hasOwn(this.#connector.streams, stream);
      if (!isKnown) this.#connection.log(`something was heard about ${stream}, which is no stream of the connector`);
      return isKnown;
    });
  }

  #canRead(name: string): boolean {
    return this.#stream(name).read !== undefined;
  }

  #stream(name: string) {
    const stream = this.#connector.streams[name];
    if (stream === undefined) throw new Error(`the connector ${this.#connector.id} has no stream ${name}`);
    return stream;
  }
}

/** What came of reading an object by its id. */
function cameOf(id: string, object: Json | undefined): Came {
  return object === undefined ? { left: [{ id, why: 'deleted' }] } : { objects: [object] };
}

function stopsAll(stopped: Stopped): boolean {
  return stopped.outcome === 'paused' || STOPS_ALL.has(stopped.code);
}

function entry<Value>(map: Map<string, Value>, key: string, empty: Value): Value {
  const value = map.get(key) ?? empty;
  map.set(key, value);
  return value;
}

function sum(a: Counts, b: Counts): Counts {
  return {
    objects: a.objects + b.objects,
    changed: a.changed + b.changed,
    unchanged: a.unchanged + b.unchanged,
    refused: a.refused + b.refused,
    gone: a.gone + b.gone,
  };
}

import { msOfInstant, type RecordKind, type SourceRecord } from '@clientele/model';
import type { Connector } from '../connector.js';
import { Budgets } from '../http/budget.js';
import type { Host } from '../run/host.js';
import { MemoryKeep } from '../run/memory-keep.js';
import { MemorySpool } from '../run/memory-spool.js';
import { reasonOf } from '../run/reason.js';
import { Runner, type Synced, type SyncOptions } from '../run/runner.js';
import { hasPulled, isPulled } from '../run/stream-run.js';
import { randomFrom } from '../world/random.js';
import type { World } from '../world/world.js';
import { type Difference, differences } from './differences.js';
import { type FaultPlan, faultyAnswer } from './faults.js';
import { type Action, MISSED_BY, type Moment, type SyncMoment } from './moment.js';
import { holds, Unfinished, Violation, WorldFailed } from './violation.js';

/** A sync that is paused for its budget is gone on with so often. */
const MOST_PAUSES = 20;

export interface TrialOptions {
  readonly seed: number;
  /** Pages that become durable together. */
  readonly together?: number;
  readonly budgets?: Budgets;
}

/** One connector on one world, on whatever clock that has: things happen, it is synced, killed and compared. */
export class Trial<Settings extends object> {
  readonly world: World<Settings>;
  readonly connector: Connector<Settings>;
  /** When each request was made, in ms; those that a fault answered are among them. */
  readonly requests: number[] = [];
  /** Everything that was said: log lines and the sentences of failures. */
  readonly said: string[] = [];
  readonly #random: () => number;
  readonly #budgets: Budgets;
  /** What may be missed until the next sweep, by the kind of the stream that misses it. */
  readonly #excused = new Map<RecordKind | 'any', Set<string>>();
  readonly #restored = new Set<string>();
  #keep: MemoryKeep;
  #runner: Runner<Settings>;
  #beforeRequest: (index: number) => Promise<void> = async () => {};
  #faults: FaultPlan | undefined;
  #worldFailed: string | undefined;
  #index = 0;

  constructor(connector: Connector<Settings>, world: World<Settings>, options: TrialOptions) {
    const { seed, together = 1, budgets = new Budgets() } = options;
    this.world = world;
    this.connector = connector;
    this.#random = randomFrom(seed);
    this.#budgets = budgets;
    this.#keep = new MemoryKeep(together);
    this.#runner = this.#newRunner();
  }

  get keep(): MemoryKeep {
    return this.#keep;
  }

  get runner(): Runner<Settings> {
    return this.#runner;
  }

  get records(): SourceRecord[] {
    return this.#keep.records();
  }

  async act(action: Action): Promise<void> {
    const id = await this.#happen(action);
    const missed = MISSED_BY[action.do];
    if (missed !== undefined && id !== undefined) {
      for (const stream of Object.values(this.connector.streams)) {
        if (!isPulled<Settings>(stream) || !stream.facts.misses.includes(missed)) continue;
        this.#excused.set(stream.kind, (this.#excused.get(stream.kind) ?? new Set()).add(id));
      }
    }
    if (action.do === 'restore' && id !== undefined) this.#restored.add(id);
  }

  async play(moments: readonly Moment[]): Promise<void> {
    for (const moment of moments) await (moment.do === 'sync' ? this.sync(moment) : this.act(moment));
  }

  /** A sync that must succeed, or is killed: then everything goes on from what was durable. */
  async sync(
    { between, killedAt }: Pick<SyncMoment, 'between' | 'killedAt'>,
    options: SyncOptions = {},
  ): Promise<void> {
    let kill = (_: 'killed') => {};
    const killed = new Promise<'killed'>((resolve) => {
      kill = resolve;
    });
    this.#beforeRequest = async (index) => {
      for (const action of between[index] ?? []) await this.act(action);
      if (index !== killedAt) return;
      kill('killed');
      // The process is gone: whatever waits for this goes on no more.
      await new Promise(() => {});
    };
    const synced = await Promise.race([this.#syncToItsEnd(options), killed]);
    this.#beforeRequest = async () => {};
    if (synced === 'killed') this.restart(this.#keep.crashed());
    else this.mustBeDone(synced);
  }

  /** A sync on a network that fails, whatever comes of it. */
  async syncThrough(faults: FaultPlan, options: SyncOptions = {}): Promise<Synced> {
    this.#faults = faults;
    const synced = await this.#syncToItsEnd(options);
    this.#faults = undefined;
    return synced;
  }

  /** Catches up with everything that rounds of changes can see. */
  async catchUp(): Promise<void> {
    await this.#settle();
    await this.sync({ between: [], killedAt: null }, { sweeping: 'never' });
  }

  /** Catches up and reads again everything that a sweep reaches. */
  async sweep(): Promise<void> {
    await this.#settle();
    await this.sync({ between: [], killedAt: null }, { sweeping: 'now' });
    this.#excused.clear();
    this.#restored.clear();
  }

  /** Asks whose account it is, as `clientele connect` does. */
  async check(): Promise<void> {
    const checked = await this.#runner.check();
    if (checked.outcome !== 'done') throw this.#unfinished(`check() fails: ${checked.sentence}`);
  }

  mustBeDone({ outcome, why }: Synced): void {
    if (outcome === 'done') return;
    throw this.#unfinished(`a sync does not come to its end: ${why?.sentence ?? outcome}`);
  }

  /** Compares with the truth; what the connector says that it misses is left to the next sweep. */
  async compare(): Promise<void> {
    const found = (await this.differences()).filter((difference) => !this.#isExcused(difference));
    if (found.length === 0) return;
    throw new Violation(
      'what is stored is not what is true',
      found.map((difference) => this.#withReason(difference)),
    );
  }

  async differences(): Promise<Difference[]> {
    return differences(await this.world.truth(), this.world.covers, this.records);
  }

  /** Came back into sight since the last sweep. */
  wasRestored(externalId: string): boolean {
    return isOf(this.#restored, externalId);
  }

  /** Goes on as a new process, with what is left. */
  restart(keep: MemoryKeep): void {
    this.#keep = keep;
    this.#runner = this.#newRunner();
  }

  /** What went wrong in the world itself: a connector only sees as an answer that does not come. */
  #unfinished(sentence: string): Unfinished {
    if (this.#worldFailed === undefined) return new Unfinished(sentence);
    return new WorldFailed(`${sentence}; fetch() of the world throws: ${this.#worldFailed}`);
  }

  /** What is missing because it was refused, with that reason. */
  #withReason(difference: Difference): Difference {
    if (difference.what !== 'missing') return difference;
    const refused = this.#keep.refused().find(({ place }) => isOf(new Set([objectAt(place)]), difference.externalId));
    return refused === undefined ? difference : { ...difference, what: `refused (${refused.reason})` };
  }

  /** An object's own record is of its stream's kind; those that are derived from it may be of any. */
  #isExcused({ kind, externalId }: Difference): boolean {
    return [...this.#excused].some(
      ([missedOf, ids]) => isOf(ids, externalId) && (kind === missedOf || missedOf === 'any' || !ids.has(externalId)),
    );
  }

  async #syncToItsEnd(options: SyncOptions): Promise<Synced> {
    this.#index = 0;
    if (!hasPulled(this.connector)) await this.#hearAll();
    for (let pauses = 0; ; pauses += 1) {
      const synced = await this.#runner.sync({ isNow: true, ...options });
      if (synced.why !== undefined) this.said.push(synced.why.sentence);
      if (synced.why?.outcome !== 'paused') return synced;
      holds(pauses < MOST_PAUSES, `it pauses for its budget again and again: ${synced.why.sentence}`);
      await this.world.sleep(Math.max(0, msOfInstant(synced.why.until) - msOfInstant(this.world.now())));
    }
  }

  /** What only ever hears, hears everything: platforms send again what was not taken. */
  async #hearAll(): Promise<void> {
    for (const { hook } of (await this.world.deliveries?.()) ?? []) {
      const taken = await this.#runner.take([await this.#runner.hear(hook)]);
      holds(taken.outcome === 'done', `a webhook cannot be taken: ${taken.outcome === 'done' ? '' : taken.sentence}`);
    }
  }

  async #settle(): Promise<void> {
    const facts = Object.values(this.connector.streams).flatMap((stream) =>
      isPulled<Settings>(stream) ? [stream.facts] : [],
    );
    await this.world.sleep(Math.max(0, ...facts.map(({ grainMs, settlesMs }) => grainMs + settlesMs)) + 1);
  }

  async #happen(action: Action): Promise<string | undefined> {
    const { world } = this;
    switch (action.do) {
      case 'place':
        return world.place();
      case 'refund':
        return world.refund?.(action.which, action.how);
      case 'tie':
        await world.tie?.(action.orders);
        return undefined;
      case 'late':
        return world.late?.(action.hours);
      case 'pass':
        await world.sleep(action.ms);
        return undefined;
      default:
        return world[action.do]?.(action.which);
    }
  }

  #newRunner(): Runner<Settings> {
    const { world } = this;
    const host: Host = {
      fetch: (request) => this.#fetch(request),
      now: () => world.now(),
      sleep: (ms) => world.sleep(ms),
      random: this.#random,
      keep: this.#keep,
      openSpool: async () => new MemorySpool(),
      budgets: this.#budgets,
      log: ({ message }) => this.said.push(message),
    };
    return new Runner(this.connector, world.settings, host);
  }

  async #fetch(request: Request): Promise<Response> {
    const index = this.#index;
    this.#index += 1;
    this.requests.push(msOfInstant(this.world.now()));
    await this.#beforeRequest(index);
    const faults = this.#faults;
    const isFaulty = faults !== undefined && index >= faults.from && index < faults.from + faults.count;
    if (isFaulty) return faultyAnswer(faults.fault, request);
    try {
      return await this.world.fetch(request);
    } catch (error) {
      this.#worldFailed ??= reasonOf(error);
      throw error;
    }
  }
}

/** The id of the object in the place of something refused. */
export function objectAt(place: string): string {
  return place.slice(place.lastIndexOf(' ') + 1);
}

/** Records that are derived from an object have its id within theirs, as a word of its own: 10 is not in `guest-of-1001`. */
export function isOf(objects: ReadonlySet<string>, externalId: string): boolean {
  return [...objects].some((id) => {
    const around = externalId.split(id);
    return around.slice(1).some((after, index) => !/[a-z0-9]$/i.test(around[index] ?? '') && !/^[a-z0-9]/i.test(after));
  });
}

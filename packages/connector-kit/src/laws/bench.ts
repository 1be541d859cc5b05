import type { Instant } from '@clientele/model';
import type { Arbitrary } from 'fast-check';
import type { Connector } from '../connector.js';
import type { Budgets } from '../http/budget.js';
import type { MakeWorld, World } from '../world/world.js';
import { tellDifference } from './differences.js';
import type { FastCheck } from './moment.js';
import { Trial } from './trial.js';
import { Unfinished, Violation, WorldFailed } from './violation.js';
import { telling, watched } from './watched-world.js';

/** Tries to make a schedule that breaks a law smaller: the last ones take long and help little. */
const MOST_SHRINKS = 60;
/** Records that a finding lists: more of them tell nothing more. */
const MOST_TOLD = 8;

/** How a law was broken, by the smallest schedule that still breaks it. */
export interface Finding {
  readonly sentence: string;
  readonly schedule: readonly string[];
  readonly records: readonly string[];
  /**
   * What kept the law from being tried at all: a `step` or request that cannot be made, or the `world` itself. Absent where
   * the law is broken.
   */
  readonly unfinished?: 'step' | 'world';
}

export interface TrialWishes {
  /** Of the world and of chance. */
  readonly seed: number;
  readonly orders?: number;
  readonly together?: number;
  readonly budgets?: Budgets;
  readonly at?: Instant;
}

/** What a law is tried on: trials of a connector on new worlds, and schedules drawn at random. */
export class Bench<Settings extends object> {
  readonly fc: FastCheck;
  readonly connector: Connector<Settings>;
  /** A world to see what worlds of its kind can do; nothing is done to it. */
  readonly example: World<Settings>;
  readonly #makeWorld: MakeWorld<Settings>;
  readonly #seed: number;
  readonly #runs: number;

  constructor(
    fc: FastCheck,
    connector: Connector<Settings>,
    makeWorld: MakeWorld<Settings>,
    example: World<Settings>,
    options: { readonly seed: number; readonly runs: number },
  ) {
    this.fc = fc;
    this.connector = connector;
    this.example = example;
    this.#makeWorld = makeWorld;
    this.#seed = options.seed;
    this.#runs = options.runs;
  }

  /** A connector on a new world with some orders in it. */
  async trial({ seed, orders = 7, at, ...options }: TrialWishes): Promise<Trial<Settings>> {
    const made = telling('makeWorld', () => this.#makeWorld(at === undefined ? { seed } : { seed, at }));
    const world = watched(await made);
    await world.seed(orders);
    return new Trial(this.connector, world, { seed, ...options });
  }

  /** Another connection of the same account. */
  beside(trial: Trial<Settings>, seed: number, budgets: Budgets): Trial<Settings> {
    return new Trial(this.connector, trial.world, { seed, budgets });
  }

  /** Tries what is drawn; answers the smallest that breaks the law, undefined where none does. */
  async forAll<Drawn>(
    drawn: Arbitrary<Drawn>,
    tries: (drawn: Drawn, seed: number) => Promise<void>,
    tell: (drawn: Drawn) => readonly string[] = (one) => [JSON.stringify(one)],
  ): Promise<Finding | undefined> {
    const { fc } = this;
    const both = fc.record({ drawn, seed: fc.nat(0xffff) });
    let shrinks: number | undefined;
    const property = fc.asyncProperty(both, async ({ drawn: one, seed }) => {
      if (shrinks !== undefined && shrinks >= MOST_SHRINKS) return;
      if (shrinks !== undefined) shrinks += 1;
      try {
        await tries(one, seed);
      } catch (error) {
        shrinks ??= 0;
        throw error;
      }
    });
    const details = await fc.check(property, { seed: this.#seed, numRuns: this.#runs });
    const smallest = details.counterexample?.[0];
    if (!details.failed || smallest === undefined) return undefined;
    const { errorInstance: error } = details;
    const sentence = error instanceof Error ? error.message : String(error);
    const records = error instanceof Violation ? toldOf(error) : [];
    const schedule = [`a world of seed ${smallest.seed}`, ...tell(smallest.drawn)];
    const unfinished = unfinishedBy(error);
    return { sentence, records, schedule, ...(unfinished !== undefined && { unfinished }) };
  }
}

function unfinishedBy(error: unknown): Finding['unfinished'] {
  if (error instanceof WorldFailed) return 'world';
  return error instanceof Unfinished ? 'step' : undefined;
}

function toldOf({ differences }: Violation): string[] {
  const more = differences.length - MOST_TOLD;
  const told = differences.slice(0, MOST_TOLD).map(tellDifference);
  return more > 0 ? [...told, `and ${more} more`] : told;
}

import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { Session } from 'chdb';
import { LANE_SECONDS, type Lane } from './lane.ts';
import { quoteText } from './literal.ts';
import { QueryRefused } from './query-refused.ts';

/** One session of the engine, lent to one query at a time. */
export interface Worker {
  readonly session: Session;
  /** The session's `log_comment`, by which its query is found and killed. */
  readonly name: string;
  /** The database its names are looked up in. */
  database: string;
}

interface Queue {
  readonly idle: Worker[];
  readonly waiting: ((worker: Worker) => void)[];
}

const MOST_WAITING = 1000;
const KILL_AGAIN_MS = 20;

/** Above this, memory that a large statement used goes back to the system at once, rather than being kept for the next. */
const GIVE_BACK_ABOVE_BYTES = 400_000_000;
const GIVE_BACK_AGAIN_MS = 500;

/**
 * The queue before the engine: two sessions for look-ups, two quick ones, one heavy, and one for control, which kills and
 * gives memory back. Nothing waits in native code, where it could not be taken back.
 */
export class Lanes {
  readonly #queues: Readonly<Record<Lane, Queue>>;
  readonly #control: Session;
  #controlled: Promise<unknown> = Promise.resolve();
  #gaveBackAt = 0;
  #running = 0;

  /** Opens the engine on a directory. Throws when it cannot; the engine then says why on the standard error only. */
  constructor(directory: string, memoryCapBytes: number) {
    const open = (name: string, ...settings: string[]): Worker => {
      const connectionArgs = [
        `--max_server_memory_usage=${memoryCapBytes}`,
        // The default, 5 GB, would fill the cap with marks and leave queries nothing.
        `--mark_cache_size=${Math.floor(memoryCapBytes / 8)}`,
        `--log_comment=${name}`,
        '--async_insert=0',
        '--output_format_json_quote_decimals=1',
        '--output_format_json_quote_64bit_integers=1',
        // Parameters are part of the text here; a server does not count them.
        '--max_query_size=16777216',
        // A query of 20,000 characters and a pass over all saved segments have many small parts.
        '--max_ast_elements=1000000',
        '--max_expanded_ast_elements=5000000',
        // Machine code for an expression takes 30 to 90 ms to make, and runs over 400,000 profiles no faster than what
        // is there without it.
        '--compile_expressions=0',
        '--compile_aggregate_expressions=0',
        '--compile_sort_description=0',
        // Filters on arrays and lists take half the time when read in one step.
        '--enable_multiple_prewhere_read_steps=0',
        ...settings,
      ];
      return { session: new Session(directory, { connectionArgs }), name, database: 'default' };
    };
    const queue = (lane: Lane, sessions: number, ...settings: string[]): Queue => {
      const limits = [`--max_execution_time=${LANE_SECONDS[lane]}`, ...settings];
      return {
        idle: Array.from({ length: sessions }, (_, index) => open(`${lane}-${index + 1}`, ...limits)),
        waiting: [],
      };
    };
    this.#control = open('control').session;
    this.#queues = {
      'look-up': queue('look-up', 2, '--max_threads=1'),
      quick: queue('quick', 2, '--max_threads=1'),
      heavy: queue('heavy', 1, `--max_threads=${threadsOf(memoryCapBytes)}`, ...THREADS_AS_ASKED),
    };
  }

  /** How many queries run or wait. */
  get busy(): number {
    return Object.values(this.#queues).reduce((sum, { waiting }) => sum + waiting.length, this.#running);
  }

  /**
   * Runs a task with a session of the lane when its turn comes. When `signal` aborts, a waiting task is never started
   * and a running query is killed; the session goes to the next task only once its query has really ended.
   *
   * @throws QueryRefused when the lane is full or the signal aborted before the task's turn.
   */
  async run<T>(lane: Lane, signal: AbortSignal, task: (worker: Worker) => Promise<T>): Promise<T> {
    const worker = await this.#take(this.#queues[lane], signal);
    this.#running += 1;
    let ended = false;
    let killed: Promise<void> | undefined;
    const kill = () => {
      killed = this.#killUntil(worker, () => ended);
    };
    signal.addEventListener('abort', kill, { once: true });
    const end = async () => {
      ended = true;
      signal.removeEventListener('abort', kill);
      await killed;
    };
    try {
      return await task(worker);
    } catch (error) {
      // First, so that no kill hits what cleans up.
      await end();
      await forgetFailed(worker);
      throw error;
    } finally {
      await end();
      if (lane === 'heavy') this.#giveBack();
      this.#running -= 1;
      this.#give(this.#queues[lane], worker);
    }
  }

  #take(queue: Queue, signal: AbortSignal): Promise<Worker> {
    const cancelled = () => new QueryRefused(394, 'QUERY_WAS_CANCELLED', 'Query was cancelled while it waited.');
    if (signal.aborted) return Promise.reject(cancelled());
    const worker = queue.idle.pop();
    if (worker !== undefined) return Promise.resolve(worker);
    if (queue.waiting.length >= MOST_WAITING) {
      const sentence = `${MOST_WAITING} queries wait already; try again later.`;
      return Promise.reject(new QueryRefused(202, 'TOO_MANY_SIMULTANEOUS_QUERIES', sentence));
    }
    return new Promise((resolve, reject) => {
      const turn = (next: Worker) => {
        signal.removeEventListener('abort', leave);
        resolve(next);
      };
      const leave = () => {
        queue.waiting.splice(queue.waiting.indexOf(turn), 1);
        reject(cancelled());
      };
      signal.addEventListener('abort', leave, { once: true });
      queue.waiting.push(turn);
    });
  }

  #give(queue: Queue, worker: Worker): void {
    const next = queue.waiting.shift();
    if (next === undefined) queue.idle.push(worker);
    else next(worker);
  }

  /** Has the control session run a statement in its turn, since it takes one at a time; also where that fails. */
  #command(sql: string): Promise<unknown> {
    this.#controlled = this.#controlled.then(() => this.#control.queryAsync(sql)).catch(() => undefined);
    return this.#controlled;
  }

  #giveBack(): void {
    const now = performance.now();
    if (process.memoryUsage.rss() < GIVE_BACK_ABOVE_BYTES || now < this.#gaveBackAt + GIVE_BACK_AGAIN_MS) return;
    this.#gaveBackAt = now;
    void this.#command('SYSTEM JEMALLOC PURGE');
  }

  /** Kills until the query has ended: one that has only just started may not be there to be killed yet. */
  async #killUntil(worker: Worker, ended: () => boolean): Promise<void> {
    const sql = `KILL QUERY WHERE Settings['log_comment'] = ${quoteText(worker.name)} ASYNC`;
    while (!ended()) {
      // A kill that fails is tried again.
      await this.#command(sql);
      if (!ended()) await delay(KILL_AGAIN_MS);
    }
  }
}

/** Memory below which a statement has one thread, unless it asks for more: each takes blocks of its own. */
const BYTES_OF_A_THREAD = 2 ** 30;

function threadsOf(memoryCapBytes: number): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(memoryCapBytes / BYTES_OF_A_THREAD)));
}

/** Left to itself the engine gives a statement no more threads than there are gigabytes free, whatever it asks for. */
const THREADS_AS_ASKED = [
  '--max_threads_min_free_memory_per_thread=0',
  '--max_insert_threads_min_free_memory_per_thread=0',
];

const MOST_TRIES = 10;

/**
 * The engine keeps a failed query, with its memory and in its list of processes, until the session's next one; and what
 * a query had written when it failed stands before the next one's answer.
 */
async function forgetFailed({ session }: Worker): Promise<void> {
  for (let tried = 0; tried < MOST_TRIES; tried += 1) {
    const answer = await session.queryAsync('SELECT 1', { format: 'TabSeparated' }).catch(() => undefined);
    if (answer !== undefined && Buffer.from(answer.bytes()).toString() === '1\n') return;
  }
}

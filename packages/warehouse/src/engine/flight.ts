import { randomUUID } from 'node:crypto';
import type { ClickHouseSettings } from '@clickhouse/client';
import type { Engine } from './engine.ts';
import { LANE_SECONDS, type Lane, laneHeaders } from './lane.ts';
import type { Abandoned } from './warehouse-error.ts';

export interface RequestOptions {
  /** Without one, a query is quick; a command and an insert are heavy. */
  readonly lane?: Lane;
  /** The latest wins: a request ends the one before it that has the same key, waiting or running. */
  readonly key?: string;
  /** Ends the request; a running query is killed. */
  readonly signal?: AbortSignal;
  /** For this request only. */
  readonly settings?: ClickHouseSettings;
}

/** What every request sends along. */
export interface Sent {
  readonly abort_signal: AbortSignal;
  readonly query_id: string;
  readonly http_headers: Record<string, string>;
  readonly clickhouse_settings: ClickHouseSettings;
}

/** A request under way. */
export interface Flight {
  readonly sent: Sent;
  /** Why we ended it, when we did. */
  abandoned(): Abandoned | undefined;
  /** To be called when it is over. */
  land(): void;
}

/** The requests of one client that are under way, by their keys. */
export class Flights {
  readonly #kind: Engine['kind'];
  readonly #latest = new Map<string, AbortController>();
  /** How many requests wait or run in each lane. */
  readonly underWay: Partial<Record<Lane, number>> = {};

  constructor(kind: Engine['kind']) {
    this.#kind = kind;
  }

  start(lane: Lane, { key, signal, settings }: RequestOptions): Flight {
    const controller = new AbortController();
    const cancel = () => controller.abort('cancelled' satisfies Abandoned);
    if (signal?.aborted) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    // What was given up before it began, such as a part of a question whose asker has gone on, is older than what runs.
    if (key !== undefined && !controller.signal.aborted) {
      this.#latest.get(key)?.abort('superseded' satisfies Abandoned);
      this.#latest.set(key, controller);
    }
    this.#count(lane, 1);
    return {
      sent: {
        abort_signal: controller.signal,
        query_id: randomUUID(),
        http_headers: laneHeaders(lane),
        clickhouse_settings: { ...(this.#kind === 'server' && laneSettings(lane)), ...settings },
      },
      abandoned: () => (controller.signal.aborted ? (controller.signal.reason as Abandoned) : undefined),
      land: () => {
        this.#count(lane, -1);
        signal?.removeEventListener('abort', cancel);
        if (key !== undefined && this.#latest.get(key) === controller) this.#latest.delete(key);
      },
    };
  }

  #count(lane: Lane, by: number): void {
    this.underWay[lane] = (this.underWay[lane] ?? 0) + by;
  }
}

/** A lane on a server, which has no sessions of ours. */
function laneSettings(lane: Lane): ClickHouseSettings {
  return { max_execution_time: LANE_SECONDS[lane], ...(lane !== 'heavy' && { max_threads: 1 }) };
}

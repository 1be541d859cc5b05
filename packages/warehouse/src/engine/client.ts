import { setTimeout as delay } from 'node:timers/promises';
import { type ClickHouseClient, createClient } from '@clickhouse/client';
import type { Engine } from './engine.ts';
import { type Flight, Flights, type RequestOptions } from './flight.ts';
import { LANE_SECONDS, type Lane } from './lane.ts';
import { asWarehouseError, isRefusedConnection } from './warehouse-error.ts';

/**
 * Values for `{name:Type}` in a query; never put a value into the text. Decimals go as text and 64-bit integers as
 * bigint or text; in a list 64-bit integers go as bigint, and decimals as a list of texts that the query casts.
 */
export type Parameters = Readonly<Record<string, unknown>>;

/** Values by column; what is missing or null in a column that cannot be null is that column's default. */
export type TableRow = Readonly<Record<string, unknown>>;

/** The warehouse, embedded or a server. What fails rejects with a WarehouseError. */
export interface WarehouseClient {
  /** All rows of a SELECT without a FORMAT. Decimals and 64-bit integers come as text. */
  query<T>(sql: string, parameters?: Parameters, options?: RequestOptions): Promise<T[]>;
  /** The rows in batches, at the reader's pace; its lane is taken until the last is read or the loop is left. */
  stream<T>(sql: string, parameters?: Parameters, options?: RequestOptions): AsyncGenerator<T[]>;
  /** A statement without a result. */
  command(sql: string, parameters?: Parameters, options?: RequestOptions): Promise<void>;
  /** Stores rows; what is stored when it fails on the way: see ATOMIC_INSERT_BYTES. */
  insert(table: string, rows: readonly TableRow[], options?: RequestOptions): Promise<void>;
  /** How many requests wait or run in each lane, of this process. */
  underWay(): Readonly<Partial<Record<Lane, number>>>;
  close(): Promise<void>;
}

/** The door queues, so that no connection need wait for another. */
const MOST_CONNECTIONS = 256;
const REFUSED_TRIES = 5;
const REFUSED_MS = 50;

/** The stock client with our defaults: exact numbers as text, inserts answered when stored, time for the longest lane. */
export function createEngineClient(engine: Engine): ClickHouseClient {
  const { url, username, password, kind } = engine;
  return createClient({
    url,
    username,
    password,
    application: 'clientele',
    request_timeout: (LANE_SECONDS.heavy + 60) * 1000,
    max_open_connections: MOST_CONNECTIONS,
    // Lists of ids outgrow an address.
    use_multipart_params_auto: true,
    // The client's own timer for idle sockets outlives a request that was aborted before it had a socket, and then
    // breaks a later request on that socket (1.23.1). Node's agent closes idle sockets by the server's Keep-Alive.
    keep_alive: { enabled: true, idle_socket_ttl: 0 },
    // It would log queries with their values; errors come back to the caller.
    log: { level: 127 },
    // The embedded engine's sessions have these already.
    ...(kind === 'server' && {
      clickhouse_settings: {
        async_insert: 0,
        output_format_json_quote_decimals: 1,
        output_format_json_quote_64bit_integers: 1,
      },
    }),
  });
}

/** Opens the warehouse for queries. Requests wait while the embedded engine restarts. */
export function openWarehouse(engine: Engine): WarehouseClient {
  return new EngineWarehouse(engine);
}

class EngineWarehouse implements WarehouseClient {
  readonly #engine: Engine;
  readonly #client: ClickHouseClient;
  readonly #flights: Flights;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#client = createEngineClient(engine);
    this.#flights = new Flights(engine.kind);
  }

  async query<T>(sql: string, parameters?: Parameters, options: RequestOptions = {}): Promise<T[]> {
    const all: T[] = [];
    const settings = { wait_end_of_query: 1, ...options.settings } as const;
    for await (const rows of this.stream<T>(sql, parameters, { ...options, settings })) all.push(...rows);
    return all;
  }

  async *stream<T>(sql: string, parameters: Parameters = {}, options: RequestOptions = {}): AsyncGenerator<T[]> {
    const flight = this.#flights.start(options.lane ?? 'quick', options);
    const { abort_signal: signal } = flight.sent;
    try {
      const query = { query: sql, query_params: { ...parameters }, format: 'JSONEachRow' as const };
      const result = await this.#send(flight, () => this.#client.query({ ...query, ...flight.sent }));
      // The client forgets the signal once the first bytes are here.
      const close = () => result.close();
      signal.addEventListener('abort', close, { once: true });
      try {
        for await (const rows of result.stream<T>()) yield rows.map((row) => row.json<T>());
      } finally {
        signal.removeEventListener('abort', close);
        close();
      }
    } catch (error) {
      throw asWarehouseError(error, flight.abandoned());
    } finally {
      flight.land();
    }
  }

  async command(sql: string, parameters: Parameters = {}, options: RequestOptions = {}): Promise<void> {
    const command = { query: sql, query_params: { ...parameters } };
    await this.#write(options, (flight) => this.#client.command({ ...command, ...flight.sent }));
  }

  async insert(table: string, rows: readonly TableRow[], options: RequestOptions = {}): Promise<void> {
    const names = new Set<string>();
    for (const row of rows) for (const name in row) names.add(name);
    const [first, ...others] = names;
    if (first === undefined) return;
    // Without the names in each row there are a third fewer bytes to write and to read.
    const columns: [string, ...string[]] = [first, ...others];
    const values = rows.map((row) => columns.map((name) => row[name]));
    await this.#write(options, (flight) =>
      this.#client.insert({ table, columns, values, format: 'JSONCompactEachRow', ...flight.sent }),
    );
  }

  underWay(): Readonly<Partial<Record<Lane, number>>> {
    return this.#flights.underWay;
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  async #write(options: RequestOptions, send: (flight: Flight) => Promise<unknown>): Promise<void> {
    const flight = this.#flights.start(options.lane ?? 'heavy', options);
    try {
      await this.#send(flight, () => send(flight));
    } catch (error) {
      throw asWarehouseError(error, flight.abandoned());
    } finally {
      flight.land();
    }
  }

  /** Sends when the engine is there; again when it turns out that it has just gone and took nothing. */
  async #send<T>(flight: Flight, send: () => Promise<T>): Promise<T> {
    if (this.#engine.kind === 'server') {
      flight.sent.abort_signal.addEventListener('abort', () => this.#kill(flight.sent.query_id), { once: true });
    }
    for (let left = REFUSED_TRIES; ; left -= 1) {
      await this.#engine.ready();
      flight.sent.abort_signal.throwIfAborted();
      try {
        return await send();
      } catch (error) {
        if (left === 1 || !isRefusedConnection(error)) throw error;
        await delay(REFUSED_MS);
      }
    }
  }

  /** The door kills when its caller hangs up; a server is told. It may fail: the query ends at its time limit then. */
  #kill(id: string): void {
    const query = 'KILL QUERY WHERE query_id = {id:String} ASYNC';
    this.#client.command({ query, query_params: { id } }).catch(() => {});
  }
}

import type { Shop } from '@clientele/model';
import { advance, ingest } from '@clientele/pipeline';
import type { Sql } from '@clientele/warehouse';
import { CONNECTIONS } from '@clientele/worlds';
import type { House } from '../house.js';
import type { Report } from '../verbs/verb.js';
import { type BenchRow, row } from './bench-row.js';
import { BENCH_SHOP, type BenchSize, benchRounds, itemsOf } from './bench-shop.js';
import { eventRounds } from './events.js';
import { peakRows, resetPeak } from './process-memory.js';

/** So many orders are inserted a second time, bare, to compare. */
const COMPARED_ORDERS = 1_000_000;

const FILLED = 'bench-filled';

/** Whether the directory holds this very shop already; one of before may lack what some questions ask for. */
export async function isFilled({ ledger }: House, { people, seed }: BenchSize): Promise<boolean> {
  return (await ledger.settings.get(BENCH_SHOP.id, FILLED)) === contentOf({ people, seed });
}

const contentOf = ({ people, seed }: BenchSize) => `${people} people of seed ${seed}, with events`;

/**
 * Fills the shop through the product's own ingest, round by round; after each of the first rounds the same rows are
 * inserted bare through the same door, into tables of the same make. Then all profiles are derived.
 */
export async function benchImport(house: House, size: BenchSize, report: Report): Promise<BenchRow[]> {
  const { shop } = await house.ledger.shops.create({ ...BENCH_SHOP, createdAt: house.clock() });
  for (const name of CONNECTIONS) {
    await house.ledger.connections.create(shop.id, {
      name,
      connector: 'worlds',
      config: {},
      createdAt: house.clock(),
    });
  }
  const processes = { server: process.pid, engine: house.engine.pid() };
  for (const pid of Object.values(processes)) if (pid !== undefined) resetPeak(pid);
  const imported = await importRounds(house, shop, size, report);
  await importEvents(house, shop, size, report);
  const started = performance.now();
  await advance(house, shop, ({ step, done, of }) => report({ label: `deriving ${step}`, done, of }));
  const derivingSeconds = (performance.now() - started) / 1000;
  await house.ledger.settings.set(shop.id, FILLED, contentOf(size));

  const { compared, orders, seconds } = imported;
  const from = `seed ${size.seed}, into an empty shop, 1.5 lines an order, with the customer records`;
  const rate = compared.orders / compared.seconds;
  return [
    row(
      'import',
      'orders/s',
      rate,
      compared.orders / compared.orderRowsSeconds,
      `ingest of ${compared.orders} orders, ${from}; beside it a bare JSONEachRow insert of the rows of orders alone, in turns`,
    ),
    row(
      'import, all rows',
      'orders/s',
      rate,
      compared.orders / compared.allRowsSeconds,
      `the same beside a bare insert of every row that the ingest wrote: customers, keys, identifiers, orders by customer`,
    ),
    row(
      'import to profiles',
      'orders/s',
      orders / (seconds + derivingSeconds),
      null,
      `${orders} orders, ${from}, with identity and traits`,
    ),
    row(
      'first profiles',
      'profiles/s',
      size.people / derivingSeconds,
      null,
      `identity and traits of ${size.people} people from ${orders} orders, and about as many events, on disk`,
    ),
    ...peakRows('import', processes),
  ];
}

/** Not measured: what questions about events need. */
async function importEvents(house: House, shop: Shop, size: BenchSize, report: Report): Promise<void> {
  let done = 0;
  for (const round of eventRounds(size)) {
    for (const [connection, records] of round) {
      const origin = { connection, source: 'made', fingerprint: `events ${done}`, retry: null };
      await ingest(house, shop, origin, itemsOf(records));
      done += records.length;
    }
    report({ label: 'importing events', done, of: size.people * 10 });
  }
}

interface Imported {
  readonly orders: number;
  readonly seconds: number;
  /** Of the rounds that were inserted bare as well. */
  readonly compared: {
    readonly orders: number;
    readonly seconds: number;
    readonly orderRowsSeconds: number;
    readonly allRowsSeconds: number;
  };
}

async function importRounds(house: House, shop: Shop, size: BenchSize, report: Report): Promise<Imported> {
  let [orders, seconds, done] = [0, 0, 0];
  const compared = { orders: 0, seconds: 0, orderRowsSeconds: 0, allRowsSeconds: 0 };
  const bare = new BareInsert(house);
  for (const round of benchRounds(size)) {
    const isCompared = compared.orders < COMPARED_ORDERS;
    const parts = isCompared ? { ...house, sql: bare.listening() } : house;
    const started = performance.now();
    let ordersOfRound = 0;
    for (const [connection, records] of round) {
      const origin = { connection, source: 'made', fingerprint: `round ${done}`, retry: null };
      ordersOfRound += (await ingest(parts, shop, origin, itemsOf(records))).orders;
    }
    const took = (performance.now() - started) / 1000;
    orders += ordersOfRound;
    seconds += took;
    done += 1;
    if (isCompared) {
      compared.orders += ordersOfRound;
      compared.seconds += took;
      const times = await bare.insertHeard();
      compared.orderRowsSeconds += times.orderRows;
      compared.allRowsSeconds += times.allRows;
    }
    report({ label: 'importing', done: orders, of: size.people * 10 });
  }
  await bare.drop();
  return { orders, seconds, compared };
}

/** Remembers the rows that an ingest inserts, and inserts the same into empty copies of the tables. */
class BareInsert {
  readonly #house: House;
  readonly #heard = new Map<string, unknown[]>();
  readonly #copies = new Set<string>();

  constructor(house: House) {
    this.#house = house;
  }

  listening(): Sql {
    const { sql } = this.#house;
    return {
      query: (text, parameters, options) => sql.query(text, parameters, options),
      command: (text, parameters, options) => sql.command(text, parameters, options),
      insert: (table, rows, options) => {
        const heard = this.#heard.get(table) ?? [];
        this.#heard.set(table, heard);
        for (const each of rows) heard.push(each);
        return sql.insert(table, rows, options);
      },
    };
  }

  /** Seconds for the rows of orders, and for all rows. */
  async insertHeard(): Promise<{ readonly orderRows: number; readonly allRows: number }> {
    const { sql } = this.#house;
    let [orderRows, allRows] = [0, 0];
    for (const [table, rows] of this.#heard) {
      const copy = `bench_bare_${table}`;
      if (!this.#copies.has(copy)) {
        await sql.command(`DROP TABLE IF EXISTS ${copy}`);
        await sql.command(`CREATE TABLE ${copy} AS ${table}`);
        this.#copies.add(copy);
      }
      const started = performance.now();
      await this.#insertAsJson(copy, rows);
      const took = (performance.now() - started) / 1000;
      allRows += took;
      if (table === 'orders') orderRows += took;
    }
    this.#heard.clear();
    return { orderRows, allRows };
  }

  /** As anybody would without us: one request in the format that everybody uses. */
  async #insertAsJson(table: string, rows: readonly unknown[]): Promise<void> {
    const { url, username, password } = this.#house.engine;
    const answer = await fetch(`${url}?query=${encodeURIComponent(`INSERT INTO ${table} FORMAT JSONEachRow`)}`, {
      method: 'POST',
      headers: { 'X-ClickHouse-User': username, 'X-ClickHouse-Key': password },
      body: rows.map((each) => `${JSON.stringify(each)}\n`).join(''),
    });
    if (!answer.ok) throw new Error(`the bare insert into ${table} failed: ${await answer.text()}`);
  }

  async drop(): Promise<void> {
    for (const copy of this.#copies) await this.#house.sql.command(`DROP TABLE ${copy}`);
  }
}

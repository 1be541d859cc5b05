import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { connectServer, type Engine, openWarehouse, startEngine, type WarehouseClient } from './index.ts';

/** Never ends by itself within a test. */
const ENDLESS = 'SELECT count() AS n FROM numbers(1000000000000) WHERE sipHash64(number) = {n:UInt64}';

let directory: string;
let embedded: Engine;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clientele-client-'));
  embedded = await startEngine({ directory });
});

afterAll(async () => {
  await embedded.stop();
  await rm(directory, { recursive: true });
});

const { CLICKHOUSE_URL: server } = process.env;
if (server === undefined)
  console.log('The warehouse client is not tried on a ClickHouse server: CLICKHOUSE_URL is not set.');

const engines: [string, () => Engine][] = [
  ['the embedded engine', () => embedded],
  // As a server it sends its defaults with each query; the door takes both.
  ['the door as a server', () => connectServer(embedded.url.replace('//', `//default:${embedded.password}@`))],
];
if (server !== undefined) engines.push(['a ClickHouse server', () => connectServer(server)]);

describe.each(engines)('%s', (_, engine) => {
  let warehouse: WarehouseClient;
  const table = `client_${Math.floor(process.hrtime()[1])}`;

  beforeAll(() => {
    warehouse = openWarehouse(engine());
  });

  afterAll(async () => {
    await warehouse.command(`DROP TABLE IF EXISTS ${table}`);
    await warehouse.close();
  });

  async function running(): Promise<number> {
    const sql = `SELECT count() AS n FROM system.processes WHERE query LIKE '%numbers(1000000000000)%' AND query NOT LIKE '%system.processes%'`;
    const [row] = await warehouse.query<{ n: string }>(sql);
    return Number(row?.n);
  }
  const until = (count: number) =>
    vi.waitFor(async () => expect(await running()).toBe(count), { timeout: 20_000, interval: 10 });

  test('takes rows and gives them back exactly', async () => {
    await warehouse.command(
      `CREATE OR REPLACE TABLE ${table} (a UInt64, d Decimal(18, 6), l Array(String)) ENGINE = MergeTree ORDER BY a`,
    );
    await warehouse.insert(table, [{ a: '18446744073709551615', d: '0.1', l: [`'`, '\\'] }]);
    await warehouse.insert(table, []);
    const more = Array.from({ length: 1000 }, (_, a) => ({
      a,
      d: '123456789012.654321',
      ...(a === 7 && { l: ['x'] }),
    }));
    await warehouse.insert(table, more);
    const sql = `SELECT a, d, l FROM ${table} WHERE a IN {a:Array(UInt64)} ORDER BY a`;
    expect(await warehouse.query(sql, { a: [7, 999, 18446744073709551615n] })).toEqual([
      { a: '7', d: '123456789012.654321', l: ['x'] },
      { a: '999', d: '123456789012.654321', l: [] },
      { a: '18446744073709551615', d: '0.1', l: [`'`, '\\'] },
    ]);
  });

  test('streams at the pace of the reader', async () => {
    let seen = 0;
    for await (const rows of warehouse.stream<{ n: string }>('SELECT number AS n FROM numbers(1000000000000)')) {
      expect(rows[0]?.n).toBe(String(seen));
      seen += rows.length;
      if (seen > 100_000) break;
    }
    await until(0);
  });

  test('kills what its caller gives up, before and while rows come', async () => {
    const caller = new AbortController();
    const asked = warehouse.query(ENDLESS, { n: 1 }, { signal: caller.signal });
    await until(1);
    caller.abort();
    await expect(asked).rejects.toMatchObject({ name: 'WarehouseError', code: 'cancelled' });
    const reader = new AbortController();
    const read = async () => {
      const sql = 'SELECT number FROM numbers(1000000000000)';
      for await (const _ of warehouse.stream(sql, {}, { signal: reader.signal })) reader.abort();
    };
    await expect(read()).rejects.toMatchObject({ code: 'cancelled' });
    await expect(warehouse.query('SELECT 1', {}, { signal: reader.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    await until(0);
  });

  test('hears others while a value within a query is computed, and kills that query', async () => {
    const caller = new AbortController();
    const asked = warehouse.query(`SELECT (${ENDLESS}) AS m`, { n: 6 }, { signal: caller.signal });
    await until(1);
    caller.abort();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    await until(0);
  });

  test('lets the latest of a key win, waiting or running, and leaves other keys alone', async () => {
    const preview = (n: number, key: string) =>
      warehouse.query(ENDLESS, { n }, { key, lane: 'heavy' }).then(
        () => 'answered',
        (error: { code: string }) => error.code,
      );
    const other = new AbortController();
    const first = preview(1, 'preview');
    await until(1);
    const older = [2, 3, 4].map((n) => preview(n, 'preview'));
    const elsewhere = warehouse.query(ENDLESS, { n: 5 }, { key: 'elsewhere', signal: other.signal });
    expect(await warehouse.query('SELECT 1 AS one', {}, { key: 'preview', lane: 'quick' })).toEqual([{ one: 1 }]);
    expect(await Promise.all([first, ...older])).toEqual(Array(4).fill('superseded'));
    await until(1);
    other.abort();
    await expect(elsewhere).rejects.toMatchObject({ code: 'cancelled' });
    await until(0);
    expect(await warehouse.query('SELECT 2 AS two', {}, { key: 'preview' })).toEqual([{ two: 2 }]);
  });

  test('does not let what was given up before it began take the place of a newer one', async () => {
    const newer = warehouse.query('SELECT 3 AS three', {}, { key: 'late' });
    const older = warehouse.query('SELECT 2 AS two', {}, { key: 'late', signal: AbortSignal.abort() });
    await expect(older).rejects.toMatchObject({ code: 'cancelled' });
    expect(await newer).toEqual([{ three: 3 }]);
  });

  test('tells how many requests are under way', async () => {
    const stop = new AbortController();
    const running = warehouse.query(ENDLESS, { n: 6 }, { signal: stop.signal }).catch(() => undefined);
    expect(warehouse.underWay().quick).toBe(1);
    stop.abort();
    await running;
    expect(warehouse.underWay().quick).toBe(0);
  });

  test('says what failed without saying the values', async () => {
    const secret = 'jane@example.com';
    const refused = warehouse.query('SELECT toUInt8({x:String})', { x: secret });
    const error = await refused.catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'failed', engineType: 'CANNOT_PARSE_TEXT', engineCode: 6 });
    expect(String(error)).toMatchInlineSnapshot(
      `"WarehouseError: The warehouse refused the request: CANNOT_PARSE_TEXT (6)."`,
    );
    const slow = warehouse.query(ENDLESS, { n: 1 }, { settings: { max_execution_time: 0.1 } });
    await expect(slow).rejects.toMatchObject({ code: 'timed_out' });
    const wide = 'SELECT length(groupArray(number)) FROM numbers(100000000)';
    const large = warehouse.query(wide, {}, { settings: { max_memory_usage: '10000000' } });
    await expect(large).rejects.toMatchObject({ code: 'out_of_memory' });
  });
});

test('an address where nothing answers is unreachable', async () => {
  const warehouse = openWarehouse(connectServer('http://127.0.0.1:1'));
  await expect(warehouse.query('SELECT 1')).rejects.toMatchObject({ code: 'unreachable' });
  await warehouse.close();
});

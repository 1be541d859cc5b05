import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  type ClickHouseClient,
  type ClickHouseClientConfigOptions,
  createClient,
  TupleParam,
} from '@clickhouse/client';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ATOMIC_INSERT_BYTES, DURABLE_TABLE_SETTINGS, type Engine, laneHeaders, startEngine } from './index.ts';

let directory: string;
let engine: Engine;
let client: ClickHouseClient;

/** A client as anybody would make it, but for what these tests would make it print. */
function stockClient(options: ClickHouseClientConfigOptions = {}): ClickHouseClient {
  return createClient({ url: engine.url, password: engine.password, log: { level: 127 }, ...options });
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clientele-door-'));
  engine = await startEngine({ directory });
  engine.onRestart(console.error);
  client = stockClient();
});

afterAll(async () => {
  await client.close();
  await engine.stop();
  await rm(directory, { recursive: true });
});

/** Rows of a query through the stock client. */
async function rows(query: string, parameters: Record<string, unknown> = {}, more = {}): Promise<unknown[]> {
  const result = await client.query({ query, query_params: parameters, format: 'JSONEachRow', ...more });
  return result.json();
}

async function value(query: string, parameters?: Record<string, unknown>, more?: object): Promise<unknown> {
  const [row] = await rows(`SELECT ${query} AS value`, parameters, more);
  return (row as { value: unknown }).value;
}

describe('a stock client', () => {
  test('pings, asks and commands', async () => {
    expect(await client.ping()).toEqual({ success: true });
    expect(await client.ping({ select: true })).toEqual({ success: true });
    await client.command({ query: 'CREATE OR REPLACE VIEW one AS SELECT 1 AS n; ' });
    expect(await rows('SELECT n FROM one -- the end')).toEqual([{ n: 1 }]);
    expect(await rows("SHOW TABLES LIKE 'one'")).toEqual([{ name: 'one' }]);
  });

  test('gets formats with a head as one document', async () => {
    const result = await client.query({ query: 'SELECT number FROM numbers(200000)', format: 'JSON' });
    expect(await result.json()).toMatchObject({ rows: 200_000 });
    const csv = await client.query({ query: 'SELECT number FROM numbers(200000)', format: 'CSVWithNames' });
    expect((await csv.text()).match(/number/g)).toHaveLength(1);
  });

  test('gets the format that the text or default_format names', async () => {
    const { stream } = await client.exec({ query: 'SELECT 1 AS a, 2 AS b FORMAT CSV' });
    expect(await new Response(Readable.toWeb(stream) as ReadableStream).text()).toBe('1,2\n');
    const answer = await fetch(`${engine.url}/?default_format=JSONEachRow&query=SELECT+1+AS+a`, {
      headers: { 'X-ClickHouse-Key': engine.password },
    });
    expect(await answer.text()).toBe('{"a":1}\n');
  });

  test('gets exact numbers as text', async () => {
    expect(
      await rows(`SELECT toDecimal128('99999999999999.9999', 4) AS d, toUInt64('18446744073709551615') AS n`),
    ).toEqual([{ d: '99999999999999.9999', n: '18446744073709551615' }]);
  });

  test('may compress both ways', async () => {
    await using compressed = stockClient({ compression: { request: true, response: true } });
    await client.command({ query: `CREATE OR REPLACE TABLE packed (a String) ENGINE = MergeTree ORDER BY a` });
    const values = Array.from({ length: 1000 }, (_, at) => ({ a: `row ${at}` }));
    await compressed.insert({ table: 'packed', values, format: 'JSONEachRow' });
    const result = await compressed.query({ query: 'SELECT a FROM packed', format: 'JSONEachRow' });
    expect(result.response_headers['content-encoding']).toBe('gzip');
    expect(await result.json()).toHaveLength(1000);
    await expect(compressed.query({ query: 'SELECT bad' })).rejects.toMatchObject({ type: 'UNKNOWN_IDENTIFIER' });
  });

  test('names a database', async () => {
    await client.command({ query: 'CREATE DATABASE IF NOT EXISTS other' });
    await using elsewhere = stockClient({ database: 'other' });
    const current = { query: 'SELECT currentDatabase() AS name', format: 'JSONEachRow' } as const;
    expect(await (await elsewhere.query(current)).json()).toEqual([{ name: 'other' }]);
    for (let at = 0; at < 4; at += 1) expect(await value('currentDatabase()')).toBe('default');
  });
});

describe('the key', () => {
  test.each([
    ['X-ClickHouse-Key', (key: string) => ({ 'X-ClickHouse-Key': key })],
    ['bearer', (key: string) => ({ Authorization: `Bearer ${key}` })],
    ['basic', (key: string) => ({ Authorization: `Basic ${Buffer.from(`default:${key}`).toString('base64')}` })],
  ])('opens the door as %s, and a wrong one does not', async (_, headers) => {
    const ask = (key: string) => fetch(`${engine.url}/?query=SELECT+42`, { headers: headers(key) });
    const open = await ask(engine.password);
    expect([open.status, await open.text()]).toEqual([200, '42\n']);
    const shut = await ask(`${engine.password}x`);
    expect([shut.status, shut.headers.get('x-clickhouse-exception-code')]).toEqual([403, '516']);
  });

  test('is needed', async () => {
    expect((await fetch(`${engine.url}/?query=SELECT+42`)).status).toBe(403);
    await using stranger = stockClient({ password: 'guess' });
    await expect(stranger.query({ query: 'SELECT 1' })).rejects.toMatchObject({ type: 'AUTHENTICATION_FAILED' });
  });
});

describe('parameters', () => {
  test.each<[string, unknown, unknown]>([
    ['String', `o'clock \\ "x" \`y\` {a:UInt8} -- ; é😀\t\r\n\0`, `o'clock \\ "x" \`y\` {a:UInt8} -- ; é😀\t\r\n\0`],
    ['UInt64', '18446744073709551615', '18446744073709551615'],
    ['Int32', -5, -5],
    ['Bool', true, true],
    ['Decimal(18, 6)', '-12.500001', '-12.500001'],
    ['Date32', '1930-02-28', '1930-02-28'],
    [`DateTime64(3, 'UTC')`, '2024-02-29 23:59:59.999', '2024-02-29 23:59:59.999'],
    [`DateTime64(3, 'UTC')`, new Date('2024-02-29T23:59:59.250Z'), '2024-02-29 23:59:59.250'],
    ['Nullable(String)', null, null],
    ['Nullable(String)', 'null', 'null'],
    ['Nullable(Decimal(18, 6))', '1.5', '1.5'],
    ['LowCardinality(String)', 'x', 'x'],
    ['Array(String)', [`a'b`, 'c\\', 'd,e', '', '\n\0é'], [`a'b`, 'c\\', 'd,e', '', '\n\0é']],
    ['Array(Nullable(Int8))', [1, null], [1, null]],
    ['Array(Array(String))', [['a'], [], [`'`]], [['a'], [], [`'`]]],
    ['Array(Date32)', ['2024-01-01'], ['2024-01-01']],
    ['Tuple(UInt8, String)', new TupleParam([1, `x'`]), [1, `x'`]],
    ['Map(String, String)', { "k'": `v\\'` }, { "k'": `v\\'` }],
    ['Map(String, Array(Int8))', new Map([['k', [-1, 2]]]), { k: [-1, 2] }],
    ['Map(String, Nullable(UInt8))', { a: null }, { a: null }],
    ['Map(String, String)', {}, {}],
  ])('%s %j comes through', async (type, sent, expected) => {
    expect(await value(`{x:${type}}`, { x: sent })).toEqual(expected);
    expect(await value(`toTypeName({x:${type}})`, { x: sent })).toBe(type);
  });

  test('any text comes through as it is, alone, in a list and as a name', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom("'", '\\', '\0', '`', '{', '\n', ';') }),
    );
    await fc.assert(
      fc.asyncProperty(text, async (x) => {
        const [row] = await rows('SELECT {x:String} AS a, {l:Array(String)} AS l, {m:Map(String, String)} AS m', {
          x,
          l: [x, x],
          m: { [x]: x },
        });
        expect(row).toEqual({
          a: x,
          l: [x, x],
          m: { [x]: x },
        });
      }),
      { numRuns: 60 },
    );
    expect(await rows('SELECT number AS {n:Identifier} FROM numbers(1)', { n: 'a` b' })).toEqual([{ 'a` b': '0' }]);
  });

  test('a list of 500 long ids', async () => {
    const ids = Array.from({ length: 500 }, (_, at) => `gid://shop/Customer/'${at}\\${'x'.repeat(40)}`);
    expect(await value('length({ids:Array(String)})', { ids })).toBe('500');
    expect(await value('{id:String} IN {ids:Array(String)}', { ids, id: ids[499] })).toBe(1);
    await using multipart = stockClient({ use_multipart_params: true });
    const query = { query: 'SELECT {ids:Array(String)} AS ids', query_params: { ids }, format: 'JSONEachRow' } as const;
    expect(await (await multipart.query(query)).json()).toEqual([{ ids }]);
  });

  test('stand where a constant may stand, and are not looked for in texts and comments', async () => {
    const query = `SELECT number, '{n:UInt8}' AS text /* {n:UInt8} */ FROM numbers(10) -- {x:Missing}
      WHERE number IN {l:Array(UInt64)} AND today() - INTERVAL {n:Int32} DAY < today() ORDER BY number LIMIT {n:UInt8}`;
    expect(await rows(query, { l: [3, 5, 7], n: 2 })).toEqual([
      { number: '3', text: '{n:UInt8}' },
      { number: '5', text: '{n:UInt8}' },
    ]);
  });

  test('use the primary key', async () => {
    await client.command({
      query: `CREATE OR REPLACE TABLE keyed (a String) ENGINE = MergeTree ORDER BY a SETTINGS index_granularity = 100`,
    });
    await client.command({ query: `INSERT INTO keyed SELECT leftPad(toString(number), 5, '0') FROM numbers(10000)` });
    const plan = await rows(
      'EXPLAIN indexes = 1 SELECT count() FROM keyed WHERE a IN {l:Array(String)} SETTINGS use_query_condition_cache = 0',
      { l: ['00005'] },
    );
    expect(JSON.stringify(plan)).toMatch(/Granules: 1\/100/);
  });

  test('of queries at the same time do not mix', async () => {
    const asked = Array.from({ length: 60 }, (_, at) => at);
    const answered = await Promise.all(asked.map((at) => value('{n:Int32} + sleep(0.001)', { n: at })));
    expect(answered.map(Number)).toEqual(asked);
  });

  test('missing or malformed are refused', async () => {
    await expect(rows('SELECT {x:UInt8}')).rejects.toMatchObject({ code: '456', type: 'UNKNOWN_QUERY_PARAMETER' });
    await expect(rows('SELECT {x:UInt8}', { x: 'x' })).rejects.toThrow();
    await expect(rows('SELECT {x:Map(String, UInt8)}', { x: `{'a': sleep(1)}` })).rejects.toThrow();
  });
});

describe('settings', () => {
  test('hold for one request and never stick', async () => {
    const settings = { clickhouse_settings: { max_block_size: '7' } };
    expect(await value(`getSetting('max_block_size')`, {}, settings)).toBe(7);
    for (let at = 0; at < 4; at += 1) expect(await value(`getSetting('max_block_size')`)).not.toBe(7);
  });

  test('go with every kind of statement', async () => {
    const clickhouse_settings = { max_block_size: '7', max_threads: 1 };
    const each = [
      'CREATE OR REPLACE TABLE s (a UInt64) ENGINE = MergeTree ORDER BY a',
      `INSERT INTO s SELECT getSetting('max_block_size')`,
      'INSERT INTO s (a) VALUES (1)',
      'INSERT INTO s SETTINGS max_threads = 2 VALUES (2)',
      'ALTER TABLE s DELETE WHERE a = 1 SETTINGS mutations_sync = 2',
      'DELETE FROM s WHERE a = 2',
      'OPTIMIZE TABLE s FINAL',
    ];
    for (const query of each) await client.command({ query, clickhouse_settings });
    await client.insert({ table: 's', values: [{ a: 9 }], format: 'JSONEachRow', clickhouse_settings });
    expect(await rows('(SELECT a FROM s ORDER BY a)', {}, { clickhouse_settings })).toEqual([{ a: '7' }, { a: '9' }]);
    expect(await rows('SELECT 1 AS a SETTINGS max_threads = 1', {}, { clickhouse_settings })).toEqual([{ a: 1 }]);
  });

  test('that the door decides, and statements that would change the session, are refused', async () => {
    const unknown = { type: 'UNKNOWN_SETTING' };
    await expect(rows('SELECT 1', {}, { clickhouse_settings: { log_comment: 'x' } })).rejects.toMatchObject(unknown);
    await expect(rows('SELECT 1', {}, { clickhouse_settings: { async_insert: 1 } })).rejects.toMatchObject(unknown);
    await expect(client.command({ query: 'SET max_threads = 1' })).rejects.toMatchObject({ type: 'BAD_ARGUMENTS' });
    await expect(client.command({ query: 'SELECT 1; SET max_threads = 1' })).rejects.toMatchObject({
      type: 'SYNTAX_ERROR',
    });
    await expect(rows('SELECT 1', {}, { http_headers: { 'X-Clientele-Lane': 'fast' } })).rejects.toThrow('no lane');
  });

  test('session_id is ignored', async () => {
    expect(await value('1', {}, { session_id: 'mine' })).toBe(1);
  });
});

describe('an insert', () => {
  beforeEach(async () => {
    await client.command({
      query: `CREATE OR REPLACE TABLE stored (a UInt64, d Decimal(18, 6), t Nullable(String)) ENGINE = MergeTree
              ORDER BY a SETTINGS ${DURABLE_TABLE_SETTINGS}`,
    });
  });
  const count = () => value('(SELECT count() FROM stored)');
  const raw = async (body: Iterable<Buffer>) => {
    const query = 'INSERT INTO stored FORMAT JSONEachRow';
    const { stream } = await client.exec({ query, values: Readable.from(body) });
    stream.resume();
  };

  test('of rows, of a stream, of some columns, by a database', async () => {
    const format = 'JSONEachRow';
    const { summary } = await client.insert({
      table: 'stored',
      values: [{ a: '1', d: '0.000001', t: `'é\\` }],
      format,
    });
    expect(summary?.written_rows).toBe('1');
    await client.insert({ table: 'default.stored', values: Readable.from([{ a: 2 }, { a: 3 }]), format });
    await client.insert({ table: 'stored', values: [[4, 'x']], columns: ['a', 't'], format: 'JSONCompactEachRow' });
    expect(await rows('SELECT * FROM stored ORDER BY a')).toEqual([
      { a: '1', d: '0.000001', t: `'é\\` },
      { a: '2', d: '0', t: null },
      { a: '3', d: '0', t: null },
      { a: '4', d: '0', t: 'x' },
    ]);
  });

  test('of over a million rows is one block', async () => {
    const lines = Math.floor((ATOMIC_INSERT_BYTES - 8) / 8);
    await raw([Buffer.from('{"a":1}\n'.repeat(lines))]);
    expect(
      await rows(
        `SELECT sum(rows) AS n, uniqExact(name) AS blocks FROM system.parts WHERE table = 'stored' AND active`,
      ),
    ).toEqual([{ n: String(lines), blocks: '1' }]);
  });

  test('with a bad row among good ones stores none', async () => {
    await expect(raw([Buffer.from('{"a":1}\n{"a":"x"}\n{"a":2}\n')])).rejects.toMatchObject({ code: '27' });
    expect(await count()).toBe('0');
  });

  test('longer than one piece streams in whole', async () => {
    const line = Buffer.from(`{"a":1,"t":"${'x'.repeat(4000)}"}\n`);
    function* lines() {
      for (let sent = 0; sent < 2.5 * ATOMIC_INSERT_BYTES; sent += line.length * 100)
        yield Buffer.concat(Array(100).fill(line));
    }
    const sent = Array.from(lines()).length * 100;
    await raw(lines());
    expect(await count()).toBe(String(sent));
  });

  test('that breaks off on the way stores nothing', async () => {
    const hangUp = new AbortController();
    function* endless() {
      yield Buffer.from('{"a":1}\n');
      hangUp.abort();
      yield Buffer.from('{"a":2}\n');
    }
    const values = Readable.from(endless());
    // A client of its own: an aborted request leaves a timer behind that breaks a later one (@clickhouse/client 1.23.1).
    await using other = stockClient();
    const insert = other.insert({ table: 'stored', values, format: 'JSONEachRow', abort_signal: hangUp.signal });
    await expect(insert).rejects.toThrow();
    await client.insert({ table: 'stored', values: [{ a: 3 }], format: 'JSONEachRow' });
    expect(await rows('SELECT a FROM stored')).toEqual([{ a: '3' }]);
  });

  test('in a format or a form that the engine does not take is refused', async () => {
    const parquet = client.exec({
      query: 'INSERT INTO stored FORMAT Parquet',
      values: Readable.from([Buffer.from('PAR1')]),
    });
    await expect(parquet).rejects.toMatchObject({ type: 'UNKNOWN_FORMAT' });
    const except = client.insert({
      table: 'stored',
      values: [{ a: 1 }],
      columns: { except: ['t'] },
      format: 'JSONEachRow',
    });
    await expect(except).rejects.toMatchObject({ type: 'BAD_ARGUMENTS' });
  });
});

describe('errors', () => {
  test('have code, type and status as from a server', async () => {
    await expect(rows('SELECT * FROM nowhere')).rejects.toMatchObject({ code: '60', type: 'UNKNOWN_TABLE' });
    await expect(client.command({ query: 'SELECT FROM FROM' })).rejects.toMatchObject({ type: 'SYNTAX_ERROR' });
    await expect(rows('')).rejects.toThrow();
    const answer = await fetch(engine.url, {
      method: 'POST',
      body: 'SELECT bad',
      headers: { 'X-ClickHouse-Key': engine.password },
    });
    expect([answer.status, answer.headers.get('x-clickhouse-exception-code')]).toEqual([500, '47']);
    expect(await answer.text()).toMatch(/^Code: 47\. DB::Exception: .*\(UNKNOWN_IDENTIFIER\)\n$/s);
  });

  test('on the way of a result reach the reader', async () => {
    const late = 'SELECT throwIf(number = 400000) AS x FROM numbers(1000000) SETTINGS max_block_size = 1000';
    await expect(rows(late)).rejects.toMatchObject({ type: 'FUNCTION_THROW_IF_VALUE_IS_NON_ZERO' });
  });
});

test('a result is computed at the pace of its reader, and its lane is free when the reader leaves', async () => {
  for (let at = 0; at < 4; at += 1) {
    const result = await client.query({
      query: 'SELECT number, toString(number) AS text FROM numbers(100000000000)',
      format: 'JSONEachRow',
      http_headers: laneHeaders('heavy'),
    });
    for await (const batch of result.stream()) {
      expect(batch.length).toBeGreaterThan(0);
      break;
    }
    result.close();
  }
  expect(await value('1', {}, { http_headers: laneHeaders('heavy') })).toBe(1);
});

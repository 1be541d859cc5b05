import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { glob, mkdtemp, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DURABLE_TABLE_SETTINGS, type Engine, openWarehouse, startEngine, type WarehouseClient } from './index.ts';

let directory: string;
const started: Engine[] = [];
const opened: WarehouseClient[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clientele-engine-'));
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((warehouse) => warehouse.close()));
  await Promise.all(started.splice(0).map((engine) => engine.stop()));
  await rm(directory, { recursive: true });
});

async function start(): Promise<[Engine, WarehouseClient]> {
  const engine = await startEngine({ directory, memoryBytes: 800_000_000 });
  const warehouse = openWarehouse(engine);
  started.push(engine);
  opened.push(warehouse);
  return [engine, warehouse];
}

function pidOf(engine: Engine): number {
  const pid = engine.pid();
  if (pid === undefined) throw new Error('the engine does not run');
  return pid;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const CREATE = `CREATE TABLE kept (id UInt64, text String) ENGINE = MergeTree ORDER BY id SETTINGS ${DURABLE_TABLE_SETTINGS}`;
const ENDLESS = 'SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1';

async function untilRunning(warehouse: WarehouseClient): Promise<void> {
  const sql = `SELECT 1 FROM system.processes WHERE Settings['log_comment'] = 'heavy-1'`;
  await vi.waitFor(async () => expect(await warehouse.query(sql)).toHaveLength(1), { timeout: 20_000, interval: 10 });
}

test('an engine killed during inserts comes back with every acknowledged insert once', async () => {
  const [engine, warehouse] = await start();
  await warehouse.command(CREATE);
  const restarts: number[] = [];
  engine.onRestart(({ reason, pid }) => {
    expect(reason).toBe('SIGKILL');
    restarts.push(pid);
  });
  const acknowledged = new Set<string>();
  const unknown = new Set<string>();
  let next = 0;
  let kills = 0;
  const write = async () => {
    while (acknowledged.size < 90 * 50) {
      const batch = Array.from({ length: 50 }, () => ({ id: String(next++), text: 'x'.repeat(200) }));
      const ids = batch.map(({ id }) => id);
      const lane = next % 100 === 0 ? ('quick' as const) : ('heavy' as const);
      const outcome = await warehouse.insert('kept', batch, { lane }).then(
        () => 'stored',
        (error: { code: string }) => error.code,
      );
      expect(['stored', 'interrupted']).toContain(outcome);
      for (const id of ids) (outcome === 'stored' ? acknowledged : unknown).add(id);
      if (acknowledged.size >= 20 * 50 * (kills + 1) && kills < 3 && engine.pid() !== undefined) {
        kills += 1;
        process.kill(pidOf(engine), 'SIGKILL');
      }
    }
  };
  await Promise.all([write(), write(), write()]);
  expect(kills).toBe(3);
  expect(restarts).toHaveLength(3);

  const rows = await warehouse.query<{ id: string; times: string }>(
    'SELECT id, count() AS times FROM kept GROUP BY id',
    {},
    { lane: 'heavy' },
  );
  const stored = new Map(rows.map(({ id, times }) => [id, times]));
  expect([...stored.values()].every((times) => times === '1')).toBe(true);
  expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([]);
  expect([...stored.keys()].filter((id) => !acknowledged.has(id) && !unknown.has(id))).toEqual([]);
  expect(await engine.brokenParts()).toEqual([]);
});

test('a crash fails what was under way and lets the next wait for the new process, at the same address', async () => {
  const [engine, warehouse] = await start();
  const before = { pid: pidOf(engine), url: engine.url };
  const underWay = warehouse.query(ENDLESS, {}, { lane: 'heavy' });
  await untilRunning(warehouse);
  process.kill(before.pid, 'SIGKILL');
  await expect(underWay).rejects.toMatchObject({ code: 'interrupted' });
  // The connection may be seen to break before the process is seen to end: what is sent in between is interrupted, too.
  await expect.poll(() => engine.pid(), { interval: 1 }).not.toBe(before.pid);
  expect(await warehouse.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(engine.url).toBe(before.url);
  expect(pidOf(engine)).not.toBe(before.pid);
  expect(await engine.memory()).toMatchObject({ capBytes: 250_000_000, residentBytes: expect.any(Number) });
});

test('stopping ends the process, also under load, and is final', async () => {
  const [engine, warehouse] = await start();
  const pid = pidOf(engine);
  const underWay = warehouse.query(ENDLESS, {}, { lane: 'heavy' }).catch((error: { code: string }) => error.code);
  await untilRunning(warehouse);
  await engine.stop();
  expect(await underWay).toBe('interrupted');
  expect(isAlive(pid)).toBe(false);
  await engine.stop();
  await expect(engine.ready()).rejects.toMatchObject({ code: 'not_running' });
  await expect(warehouse.query('SELECT 1')).rejects.toMatchObject({ code: 'unreachable' });
});

test('signals to the whole group do not end it', async () => {
  const [engine, warehouse] = await start();
  const pid = pidOf(engine);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(pid, signal);
  expect(await warehouse.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(engine.pid()).toBe(pid);
});

test('a directory in use is refused with the process that has it', async () => {
  const [engine] = await start();
  await expect(startEngine({ directory })).rejects.toMatchObject({
    code: 'directory_in_use',
    message: `The directory ${directory} is in use by process ${engine.pid()}. Stop that process, or choose another data directory.`,
  });
});

test('a directory that is no warehouse says so', async () => {
  await expect(startEngine({ directory: '/dev/null/x' })).rejects.toThrow();
});

test('the engine goes with its server, however that goes, and the next server gets the directory', async () => {
  const entry = new URL('./index.ts', import.meta.url).href;
  const program = `
    const { startEngine, openWarehouse } = await import(${JSON.stringify(entry)});
    const engine = await startEngine({ directory: ${JSON.stringify(directory)} });
    const warehouse = openWarehouse(engine);
    await warehouse.command(${JSON.stringify(CREATE)});
    await warehouse.insert('kept', [{ id: 1, text: 'x' }]);
    void warehouse.query(${JSON.stringify(ENDLESS)}, {}, { lane: 'heavy' });
    console.log(engine.pid());
  `;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface(parent.stdout), 'line');
  const orphan = Number(line);
  expect(isAlive(orphan)).toBe(true);
  parent.kill('SIGKILL');
  // Only one process can have the directory open.
  const [engine, warehouse] = await start();
  expect(engine.pid()).not.toBe(orphan);
  expect(await warehouse.query('SELECT id FROM kept')).toEqual([{ id: '1' }]);
});

test('a truncated part is found at the start', async () => {
  const [engine, warehouse] = await start();
  await warehouse.command(CREATE);
  await warehouse.command('SYSTEM STOP MERGES');
  for (const id of [1, 2, 3]) await warehouse.insert('kept', [{ id, text: 'x'.repeat(1000) }]);
  // Another database is none of our business.
  await warehouse.command('CREATE DATABASE other');
  await warehouse.command(CREATE.replace('kept', 'other.kept'));
  for (const id of [1, 2, 3]) await warehouse.insert('other.kept', [{ id, text: 'x'.repeat(1000) }]);
  expect(await engine.brokenParts()).toEqual([]);
  await engine.stop();
  for await (const file of glob(join(directory, 'store/*/*/all_2_2_0/data.bin'))) {
    await truncate(file, (await stat(file)).size - 1);
  }

  const [again, next] = await start();
  expect(await again.brokenParts()).toEqual([
    { table: 'default.kept', part: 'broken-on-start_all_2_2_0', reason: 'broken-on-start' },
  ]);
  expect(await next.query('SELECT id FROM kept ORDER BY id')).toEqual([{ id: '1' }, { id: '3' }]);
});

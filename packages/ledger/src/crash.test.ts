import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shopId } from '@clientele/model';
import { expect, test } from 'vitest';
import { startChild } from '../testing/child.js';
import { temporaryDirectory, withTwoShops } from '../testing/stores.js';
import { openLedger } from './ledger.js';
import { loadKey } from './secrets/key.js';

const MINE = shopId('mine');

async function open(directory: string) {
  return openLedger({ directory }, { key: await loadKey(directory) });
}

test('what was acknowledged before a kill is there, once', async () => {
  const directory = temporaryDirectory();
  let ledger = await open(directory);
  await withTwoShops(ledger);
  await ledger.close();

  let numbers = 0;
  for (const lines of [1, 40, 150]) {
    const child = startChild('commit-batches.mjs', directory, MINE);
    let last = '';
    for (let line = 0; line < lines; line++) last = (await child.lines.next()).value ?? '';
    await child.kill();
    for await (const line of child.lines) last = line;
    const [batch = 0, number = 0, acknowledged = 0] = last.split(' ').map(Number);

    ledger = await open(directory);
    // At most one step was under way, acknowledged or not.
    const unfinished = await ledger.batches.unfinished(MINE);
    expect(unfinished.length).toBeLessThanOrEqual(1);
    for (const { id } of unfinished) await ledger.batches.written(MINE, id, '2026-03-01T12:00:00.000Z' as never);
    const pending = await ledger.batches.pending(MINE);
    expect(pending).toEqual(Array.from(pending, (_, index) => index + 1));
    expect([batch, batch + 1]).toContain(pending.length);
    const stored = await ledger.imports.get(MINE, 'till', 'abc');
    expect([acknowledged, acknowledged + 1]).toContain(stored?.accepted);
    numbers = await ledger.counters.reserve(MINE, 'customer', 1);
    expect([number + 1, number + 2]).toContain(numbers);
    await ledger.close();
  }
});

const strace = spawnSync('strace', ['-V']).status === 0;
if (!strace) console.log('The trace of system calls is skipped: strace is not here.');

test.skipIf(!strace)('a commit reaches the disk before it is acknowledged', async () => {
  const directory = temporaryDirectory();
  const ledger = await open(directory);
  await withTwoShops(ledger);
  await ledger.close();
  const log = join(directory, 'trace');
  const program = join(import.meta.dirname, '../testing/commit-batches.mjs');
  execFileSync(
    'strace',
    [
      '-f',
      '-qq',
      '-e',
      'trace=write,pwrite64,fsync,fdatasync',
      '-o',
      log,
      process.execPath,
      program,
      directory,
      MINE,
      '20',
    ],
    {
      stdio: 'ignore',
    },
  );

  let synced = 0;
  let acknowledged = 0;
  for (const call of readFileSync(log, 'utf8').split('\n')) {
    if (/ f(data)?sync\(/.test(call)) synced++;
    if (!/ write\(1, "\d+ \d+ \d+\\n"/.test(call)) continue;
    // Opening a batch, reserving a number and saying that the batch is written are three commits.
    expect(synced).toBeGreaterThanOrEqual(3);
    synced = 0;
    acknowledged++;
  }
  expect(acknowledged).toBe(20);
});

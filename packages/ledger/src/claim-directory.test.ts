import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startChild } from '../testing/child.js';
import { KEY, temporaryDirectory } from '../testing/stores.js';
import { claimDirectory } from './claim-directory.js';
import { openLedger } from './ledger.js';

const ME = { pid: process.pid, socket: '/run/mine.sock' };

test('a directory belongs to the first process that claims it, until that is killed', async () => {
  const directory = temporaryDirectory();
  const child = startChild('claim-until-killed.mjs', directory);
  expect((await child.lines.next()).value).toBe('owned');

  const refused = claimDirectory(directory, ME);
  expect(refused).toMatchObject({
    outcome: 'refused',
    code: 'directory.owned',
    owner: { pid: child.pid, socket: '/run/clientele.sock' },
  });
  expect('message' in refused && refused.message).toContain(`belongs to process ${child.pid}: stop that process`);

  await child.kill();
  const claim = claimDirectory(directory, ME);
  expect(claim.outcome).toBe('owned');

  const second = startChild('claim-until-killed.mjs', directory);
  expect((await second.lines.next()).value).toBe('refused');
  if (claim.outcome === 'owned') claim.release();
});

test('a directory that was let go can be claimed again', () => {
  const directory = join(temporaryDirectory(), 'made', 'here');
  const first = claimDirectory(directory, ME);
  expect(claimDirectory(directory, { ...ME, socket: '/run/second.sock' })).toMatchObject({ owner: ME });
  if (first.outcome !== 'owned') throw new Error(first.message);
  first.release();
  expect(readdirSync(directory)).toEqual(['owner.lock']);
  const second = claimDirectory(directory, ME);
  first.release();
  expect(claimDirectory(directory, ME).outcome).toBe('refused');
  if (second.outcome === 'owned') second.release();
});

test('only its user may read who the owner is', () => {
  const directory = temporaryDirectory();
  const claim = claimDirectory(directory, ME);
  expect(statSync(join(directory, 'owner.json')).mode & 0o777).toBe(0o600);
  if (claim.outcome === 'owned') claim.release();
});

test('a directory of ours is closed to others, unless it holds other things', () => {
  const [empty, claimed, foreign] = [temporaryDirectory(), temporaryDirectory(), temporaryDirectory()];
  writeFileSync(join(claimed, 'owner.lock'), '');
  writeFileSync(join(foreign, 'letters.txt'), '');
  for (const directory of [empty, claimed, foreign]) chmodSync(directory, 0o755);
  for (const directory of [empty, claimed]) {
    const claim = claimDirectory(directory, ME);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    if (claim.outcome === 'owned') claim.release();
  }
  expect(claimDirectory(foreign, ME)).toMatchObject({
    code: 'directory.not-private',
    message: expect.stringContaining(`chmod 700 ${foreign}`),
  });
  expect(readdirSync(foreign)).toEqual(['letters.txt']);
});

test('nobody else may read the ledger', async () => {
  const directory = temporaryDirectory();
  const ledger = await openLedger({ directory }, { key: KEY });
  const files = readdirSync(directory);
  expect(files).toContain('ledger.sqlite-wal');
  for (const file of files) expect([file, statSync(join(directory, file)).mode & 0o077]).toEqual([file, 0]);
  await ledger.close();
});

test('a directory that cannot be locked is an error, not somebody else’s', () => {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'owner.lock'));
  expect(() => claimDirectory(directory, ME)).toThrow(/unable to open/);
});

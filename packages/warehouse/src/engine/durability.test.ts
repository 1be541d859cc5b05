import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { DURABLE_TABLE_SETTINGS, openWarehouse, startEngine } from './index.ts';

const traceable = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;
if (!traceable) console.log('Not traced whether answers come after fsync: strace is missing or may not trace here.');

test.skipIf(!traceable)(
  'what was inserted, merged, changed or exchanged is on the disk before the answer',
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'clientele-durable-'));
    const engine = await startEngine({ directory });
    const warehouse = openWarehouse(engine);
    try {
      await warehouse.command(`CREATE TABLE kept (id UInt64, text String) ENGINE = MergeTree ORDER BY id
      SETTINGS ${DURABLE_TABLE_SETTINGS}, enable_block_number_column = 1, enable_block_offset_column = 1`);
      await warehouse.command('SYSTEM STOP MERGES kept');
      await warehouse.command(`CREATE TABLE shown (shop String, id UInt64) ENGINE = MergeTree PARTITION BY shop ORDER BY id
      SETTINGS ${DURABLE_TABLE_SETTINGS}`);
      await warehouse.insert('shown', [{ shop: 'a', id: 1 }]);
      await warehouse.command('CREATE TABLE next AS shown');
      const answers = await traced(join(directory, 'trace.txt'), engine.pid(), async () => {
        await warehouse.insert('kept', [{ id: 1, text: 'x' }]);
        await warehouse.insert('kept', [{ id: 2, text: 'y' }]);
        await warehouse.command('SYSTEM START MERGES kept');
        await warehouse.command('OPTIMIZE TABLE kept FINAL');
        await warehouse.command(`UPDATE kept SET text = 'z' WHERE id = 1`);
        await warehouse.command('ALTER TABLE kept DELETE WHERE id = 2 SETTINGS mutations_sync = 2');
        await warehouse.insert('next', [{ shop: 'a', id: 2 }]);
        await warehouse.command(`ALTER TABLE shown REPLACE PARTITION 'a' FROM next`);
      });
      expect(answers).toHaveLength(8);
      const [first, second, , merge, update, mutation, made, covered] = answers.map(syncedParts);
      expect([first, second]).toEqual([['tmp_insert_all_1_1_0'], ['tmp_insert_all_2_2_0']]);
      expect(merge).toEqual(['tmp_merge_all_1_2_1']);
      expect(update).toEqual([expect.stringMatching(/^tmp_insert_patch-/)]);
      expect(mutation).toEqual([expect.stringMatching(/^tmp_mut_all_1_2_1/)]);
      // What takes the place of other rows are the files of what was made, under another name; what they cover is so for good.
      expect(made).toEqual([expect.stringMatching(/^tmp_insert_.*_1_1_0$/)]);
      expect(covered).toEqual([expect.stringMatching(/^tmp_empty_.*_1_2_1$/)]);
      expect(linkedParts(answers[7] ?? '')).toEqual(made?.map((part) => part.replace('tmp_insert_', '')));
    } finally {
      await warehouse.close();
      await engine.stop();
      await rm(directory, { recursive: true });
    }
  },
);

/** The system calls before each answer that the door gives during some work. */
async function traced(file: string, pid: number | undefined, work: () => Promise<void>): Promise<string[]> {
  const calls = 'trace=fsync,fdatasync,link,rename,renameat2,write,writev';
  const strace = spawn('strace', ['-f', '-y', '-e', calls, '-o', file, '-p', String(pid)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  strace.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await vi.waitFor(() => expect(said).toContain('attached'), { timeout: 20_000 });
  await work();
  strace.kill('SIGINT');
  await once(strace, 'exit');
  return (await readFile(file, 'utf8')).split('"HTTP/1.1 200').slice(0, -1);
}

/** The parts that got their place in these calls, with all their data synchronised before, and their directory after. */
function syncedParts(calls: string): string[] {
  const parts: string[] = [];
  for (const match of calls.matchAll(/rename\("[^"]*\/(tmp_[^/"]+)\/", "[^"]*\/([^/"]+)\/"\)/g)) {
    const [, temporary = '', part = ''] = match;
    const before = calls.slice(0, match.index);
    const after = calls.slice(match.index);
    const files = ['data.bin', 'checksums.txt', 'columns.txt', 'count.txt'];
    const synced =
      files.every((file) => new RegExp(`f(?:data)?sync\\(\\d+<[^>]*/${temporary}/${file}>`).test(before)) &&
      new RegExp(`f(?:data)?sync\\(\\d+<[^>]*/${part}>`).test(after);
    if (synced) parts.push(temporary);
  }
  return parts;
}

/** The parts whose data is linked to a part that then gets its place, with its directory synchronised after. */
function linkedParts(calls: string): string[] {
  const parts: string[] = [];
  for (const match of calls.matchAll(/rename\("[^"]*\/(tmp_replace_from_[^/"]+)\/", "[^"]*\/([^/"]+)\/"\)/g)) {
    const [, temporary = '', part = ''] = match;
    const before = calls.slice(0, match.index);
    const after = calls.slice(match.index);
    const links = new RegExp(`link\\("[^"]*/([^/"]+)/data\\.bin", "[^"]*/${temporary}/data\\.bin"\\) = 0`).exec(before);
    if (new RegExp(`f(?:data)?sync\\(\\d+<[^>]*/${part}>`).test(after)) parts.push(links?.[1] ?? '');
  }
  return parts;
}

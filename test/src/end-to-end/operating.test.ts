import { cp, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PEOPLE, writeSmallShop } from '../browser/small-shop.js';
import { Clientele } from './clientele.js';
import { Server } from './server.js';

/** What docs/operating.md says of a data directory. */
describe('a data directory', { timeout: 60_000 }, () => {
  let directory: string;
  let copy: string;
  let before: Record<string, unknown>;
  const ask = ['--shop', 'small'];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'clientele-operating-'));
    const [data, file] = [join(directory, 'data'), join(directory, 'small.jsonl')];
    copy = join(directory, 'copy');
    await writeSmallShop(file, PEOPLE, 'GBP');
    const server = await Server.start(data);
    await server.ask('import', { shop: 'small', shopNamed: true, files: [file], connection: 'files' });
    await server.ask('segment save', { shop: 'small', name: 'Buyers', query: 'number_of_orders >= 1' });
    before = await server.ask('status', { shop: 'small' });
    expect(await server.stop()).toMatchObject({ status: 0 });
    await cp(data, copy, { recursive: true, preserveTimestamps: true });
    await rm(data, { recursive: true });
  }, 120_000);
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('answers the same where it was copied to, and is whole', async () => {
    const copied = new Clientele(copy);
    const { asOf: _, evaluatedAt: __, ...counts } = before;
    expect(await copied.json('status', ...ask)).toMatchObject(counts);
    expect(await copied.json('audit', ...ask)).toMatchObject({ mismatches: 0, segments: 1 });
  });

  it('opens with its key only, from its file or from the environment', async () => {
    const [file, moved] = [join(copy, 'key'), join(directory, 'moved-key')];
    const key = (await readFile(file, 'utf8')).trim();
    const status = (environment: Record<string, string>) => new Clientele(copy, environment).run('status', ...ask);
    await rename(file, moved);
    try {
      expect(await status({})).toMatchObject({ status: 3, err: expect.stringContaining('put the file back') });
      expect(await status({ CLIENTELE_KEY: key })).toMatchObject({ status: 0 });
      const another = await status({ CLIENTELE_KEY: key.replaceAll(/./g, 'a') });
      expect(another).toMatchObject({ status: 3, err: expect.stringContaining('CLIENTELE_KEY that it was made with') });
    } finally {
      await rename(moved, file);
    }
  });
});

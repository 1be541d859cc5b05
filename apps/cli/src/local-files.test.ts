import { mkdir, mkdtemp, realpath, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { answerLocally } from './local-files.js';

async function aDirectory() {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'clientele-local-')));
  onTestFinished(() => rm(root, { recursive: true }));
  const directory = join(root, 'exports');
  await mkdir(join(directory, 'below'), { recursive: true });
  await writeFile(join(root, 'outside.csv'), 'outside');
  await writeFile(join(directory, 'a b.csv'), '0123456789');
  await writeFile(join(directory, '.hidden'), 'hidden');
  await writeFile(join(directory, 'below', 'c.csv'), 'below');
  await symlink(join(root, 'outside.csv'), join(directory, 'link.csv'));
  const get = (path: string, headers = {}, closed: readonly string[] = []) =>
    answerLocally(new Request(`${pathToFileURL(root).href}/${path}`, { headers }), directory, closed);
  const list = async () =>
    (await get('exports/')).json() as Promise<{ name: string; size: number; changedAt: string; tag: string }[]>;
  return { root, directory, get, list };
}

test('the files of a directory are listed, and got by parts as long as they are what they were', async () => {
  const { directory, get, list } = await aDirectory();
  const files = await list();
  expect(files).toEqual([
    { name: 'a b.csv', size: 10, changedAt: expect.stringMatching(/Z$/), tag: expect.any(String) },
  ]);
  const part = { range: 'bytes=2-5', 'if-match': `"${files[0]?.tag}"` };
  const got = await get('exports/a%20b.csv', part);
  expect([got.status, await got.text()]).toEqual([206, '2345']);
  expect((await get('exports/a%20b.csv', { ...part, range: 'bytes=2-10' })).status).toBe(416);
  expect((await get('exports/a%20b.csv', { range: 'bytes=2-5' })).status).toBe(412);
  // The same size, and another content.
  await writeFile(join(directory, 'a b.csv'), '9876543210');
  expect((await get('exports/a%20b.csv', part)).status).toBe(412);
  expect((await list())[0]?.tag).not.toBe(files[0]?.tag);
});

test('a file has changed when it was put there, whatever its own time says', async () => {
  const { directory, list } = await aDirectory();
  const before = await list();
  const inAYear = Date.now() / 1000 + 31_536_000;
  await utimes(join(directory, 'a b.csv'), inAYear, inAYear);
  const [file] = await list();
  expect(Date.parse(file?.changedAt ?? '')).toBeLessThanOrEqual(Date.now());
  expect(file?.tag).not.toBe(before[0]?.tag);
});

test.each([
  'exports/link.csv',
  'exports/.hidden',
  'exports/below/c.csv',
  'exports/below',
  'exports/below/',
  'exports/%2e%2e/outside.csv',
  'exports/..%2foutside.csv',
  'outside.csv',
  '',
])('nothing else is answered: /%s', async (path) => {
  const { get } = await aDirectory();
  const answered = await get(path, { range: 'bytes=0-1', 'if-match': '*' }).catch(() => undefined);
  expect([undefined, 403]).toContain(answered?.status);
});

test('what does not exist, is a link to another place, or is our own, is not there', async () => {
  const { root, directory, get } = await aDirectory();
  expect((await get('exports/gone.csv', { 'if-match': '"x"' })).status).toBe(404);
  const other = answerLocally(new Request(`${pathToFileURL(root).href}/nowhere/`), join(root, 'nowhere'), []);
  expect((await other).status).toBe(404);
  expect((await get('exports/', {}, [root])).status).toBe(403);
  expect((await get('exports/', {}, [directory])).status).toBe(403);
  expect((await get('exports/', {}, [join(directory, 'below')])).status).toBe(200);
  // A link to the data directory is the data directory.
  await symlink(directory, join(root, 'way'));
  const way = answerLocally(new Request(`${pathToFileURL(root).href}/way/`), join(root, 'way'), [directory]);
  expect((await way).status).toBe(403);
});

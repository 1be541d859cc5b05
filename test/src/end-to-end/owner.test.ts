import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Clientele, ended } from './clientele.js';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clientele-owner-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** The first line that a command prints. */
async function firstLine(child: ReturnType<Clientele['start']>): Promise<string> {
  const [chunk] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  return chunk.toString('utf8').split('\n')[0] ?? '';
}

describe('a running server', { timeout: 120_000 }, () => {
  it('prints its address, answers every verb at its local door, refuses a second owner by name, and stops when told', async () => {
    const clientele = new Clientele(join(directory, 'data'));
    const empty = join(directory, 'empty.csv');
    await writeFile(empty, 'customer_id,date,quantity,dollars\n');
    await clientele.json('import', empty);
    const server = clientele.start('start', '--port', '0');
    const end = ended(server);
    const line = await firstLine(server);
    expect(line).toMatch(/^Clientele is ready: http:\/\/127\.0\.0\.1:\d+\/sign-in\?code=\S+ /);

    expect(await clientele.json('segment', 'save', 'Everybody', 'number_of_orders >= 0')).toMatchObject({ members: 0 });
    expect(await clientele.json('status')).toMatchObject({ segments: 1 });
    expect(await clientele.run('segment', 'count', 'nonsense >')).toMatchObject({ status: 2 });
    const second = await clientele.run('start', '--port', '0');
    expect(second).toMatchObject({ status: 3, err: expect.stringContaining(`process ${server.pid}`) });

    const { link } = await clientele.json<{ link: string }>('sign-in');
    const page = await fetch(link, { redirect: 'manual' });
    expect(page.status).toBe(303);
    const cookie = page.headers.get('set-cookie') ?? '';
    expect((await fetch(link, { redirect: 'manual' })).status).toBe(403);
    const answer = await fetch(new URL('/graphql', link), {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: cookie.split(';')[0] ?? '' },
      body: JSON.stringify({ query: '{ segments { nodes { name } } }' }),
    });
    expect(await answer.json()).toMatchObject({ data: { segments: { nodes: [{ name: 'Everybody' }] } } });

    server.kill('SIGTERM');
    expect(await end).toMatchObject({ status: 0, err: '' });
    expect(await clientele.json('status')).toMatchObject({ segments: 1 });
  });
});

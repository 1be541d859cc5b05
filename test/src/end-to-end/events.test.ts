import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Clientele } from './clientele.js';
import { Server } from './server.js';

const PAGE = await readFile(new URL('../../../docs/events.md', import.meta.url), 'utf8');

interface Told {
  readonly address: string;
  readonly settings: { readonly writeKeys: readonly string[]; readonly pageKeys: readonly string[] };
  readonly howTo: string;
}

let directory: string;
let data: string;
let clientele: Clientele;
let server: Server;
let told: Told;
let address: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clientele-events-'));
  data = join(directory, 'data');
  clientele = new Clientele(data);
  const made = ['connect', 'events', 'usersOf=shop.example', '--currency', 'EUR'];
  told = (await clientele.json<{ telling: Told }>(...made)).telling;
  server = await Server.start(data);
  address = (await server.ask<{ address: string }>('connection webhooks', { connection: 'events' })).address;
});
afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
});

/** The keys, as calls of the page name them. */
const [writeKey, pageKey] = [() => told.settings.writeKeys[0] ?? '', () => told.settings.pageKeys[0] ?? ''];

async function send(path: string, body: string, key?: string) {
  const headers = { ...(key !== undefined && { authorization: `Basic ${btoa(`${key}:`)}` }) };
  const response = await fetch(`${address}${path}`, { method: 'POST', body, headers });
  return { status: response.status, answer: JSON.parse(await response.text()) as Record<string, unknown> };
}

/** The only one of whom a query is true. */
async function onlyMember(query: string): Promise<string | undefined> {
  const { members } = await server.ask<{ members: { profile: string }[] }>('segment members', { query, limit: 9 });
  return members.length === 1 ? members[0]?.profile : undefined;
}

describe('what is sent to a server', { timeout: 120_000 }, () => {
  it('is as the page about it says, and finds one person, of whom it was first told without a name', async () => {
    const examples = [...PAGE.matchAll(/```json\n([^`]*)```/g)].map(([, example = '']) => example);
    expect(examples.length).toBeGreaterThan(8);
    for (const example of examples) {
      const isOfPage = example.includes('PAGE-KEY');
      const sent = await send('', example.replace('PAGE-KEY', pageKey()), isOfPage ? undefined : writeKey());
      expect(sent, example).toMatchObject({ status: 200, answer: { success: true, refused: [] } });
    }
    const queries = [...PAGE.matchAll(/^\| `([^`]*)` \| [A-Z]/gm)].map(([, query = '']) => query);
    expect(queries.length).toBeGreaterThan(5);
    const [first = ''] = queries;
    await expect.poll(() => onlyMember(first), { timeout: 60_000, interval: 200 }).toBeDefined();
    const person = await onlyMember(first);
    for (const query of queries) expect(await onlyMember(query), query).toBe(person);
    expect(await server.ask('audit')).toMatchObject({ mismatches: 0 });
  });

  it('is let in by what it proves, and pages may say little', async () => {
    const call = JSON.stringify({ userId: 'u-9', traits: { email: 'bob@home.example' } });
    expect((await send('/v1/identify', call)).status).toBe(401);
    expect((await send('/v1/identify', call.slice(1), writeKey())).status).toBe(400);
    expect((await send('/v1/batch', `{"batch":[],"x":"${'x'.repeat(512_000)}"}`, pageKey())).status).toBe(413);
    const ofPage = await send('/v1/identify', call, pageKey());
    expect(ofPage).toMatchObject({ status: 200, answer: { refused: [{ index: 0 }] } });
    const batch = JSON.stringify({ batch: [{ type: 'track' }, { type: 'page', anonymousId: 'device-2' }] });
    expect(await send('/v1/batch', batch, writeKey())).toMatchObject({
      answer: { messages: 2, refused: [{ index: 0 }] },
    });
    const { secret } = await server.ask<{ secret: string }>('connection rotate-secret', {
      connection: 'events',
      hours: 1,
    });
    for (const key of [secret, writeKey()]) expect((await send('/v1/identify', call, key)).status).toBe(200);
  });

  it('shows when it was last heard, has nothing to pull, and keeps its keys where nobody reads them', async () => {
    expect((await send('/v1/track', '{}', pageKey())).answer).toMatchObject({ refused: [{ index: 0 }] });
    await expect
      .poll(() => server.ask('connections'), { timeout: 60_000, interval: 200 })
      .toMatchObject([{ state: 'told', heardAt: expect.any(String), inbox: null, pulledAt: null }]);
    expect(await server.ask('refused', { limit: 99, retry: false })).not.toEqual([]);
    for (const asked of [{}, { connection: 'events' }]) {
      await expect(server.ask('sync', { ...asked, full: false })).rejects.toThrow(/nothing to pull/);
    }
    expect(told.howTo).toContain(`-u '${writeKey()}:'`);
    const again = await clientele.json('connect', 'events', 'channel=app');
    expect(again).toMatchObject({ outcome: 'changed' });
    expect(JSON.stringify(again)).not.toContain(writeKey());
    const files = await readdir(data, { recursive: true, withFileTypes: true });
    for (const { parentPath, name } of files.filter((file) => file.isFile())) {
      expect((await readFile(join(parentPath, name))).includes(writeKey()), name).toBe(false);
    }
  });
});

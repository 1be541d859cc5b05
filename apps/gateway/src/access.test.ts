import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadKey, openLedger } from '@clientele/ledger';
import { instant } from '@clientele/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NOW, TestGateway } from './gateway.fixture.js';
import { createGateway } from './gateway.js';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await TestGateway.open();
});
afterAll(() => gateway[Symbol.asyncDispose]());

const SHOP = '{ shop { name } }';
const CREATE = 'mutation { segmentCreate(input: { name: "Mine", query: "gift_orders > 0" }) { userErrors { code } } }';

async function outcome(query: string, headers: Record<string, string>) {
  const { status, body } = await gateway.ask(query, headers);
  return { status, code: body.errors?.[0].extensions.code ?? 'ok' };
}

describe('nobody', () => {
  const refused = { status: 401, code: 'UNAUTHENTICATED' };

  test.each([
    ['no credential', {}],
    ['another scheme', { authorization: 'Basic bWU6bWU=' }],
    ['a made-up key', { authorization: `Bearer ck_${'a'.repeat(16)}_${'b'.repeat(52)}` }],
    ['a made-up token', { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzaG9wIjoibWluZSJ9.' }],
    ['a made-up cookie', { cookie: `clientele_session=cs_${'a'.repeat(16)}_${'b'.repeat(52)}` }],
  ])('is let in with %s', async (_, headers) => {
    expect(await outcome(SHOP, headers)).toEqual(refused);
  });

  test('is let in with a key that has expired or was revoked', async () => {
    const expired = await gateway.key(['admin'], gateway.mine, instant('2024-01-01T00:00:00Z'));
    expect(await outcome(SHOP, expired)).toEqual(refused);
    const revoked = await gateway.key(['admin']);
    expect(await outcome(SHOP, revoked)).toEqual({ status: 200, code: 'ok' });
    const id = revoked.authorization?.split('_')[1] ?? '';
    await gateway.deps.ledger.apiKeys.revoke(gateway.mine.id, id, NOW);
    expect(await outcome(SHOP, revoked)).toEqual(refused);
  });
});

describe('an API key', () => {
  const questions = {
    shop: SHOP,
    profiles: '{ profiles(first: 1) { nodes { records { name } } } }',
    totals: '{ shop { totals { orders } } }',
    preview: '{ previewSegment(query: "gift_orders = 0") { count } }',
    segments: '{ segments { nodes { name count } } }',
    members: '{ segments { nodes { members(first: 1) { nodes { id } } } } }',
    memberships: '{ profiles(first: 1) { nodes { segments { since } } } }',
    create: CREATE,
    origins: '{ widgetOrigins }',
    allow: 'mutation { widgetOriginAllow(origin: "https://crm.example") { userErrors { code } } }',
    disallow: 'mutation { widgetOriginRemove(origin: "https://crm.example") { userErrors { code } } }',
  };

  test.each([
    ['read:profiles', ['shop', 'profiles', 'totals', 'preview']],
    ['read:segments', ['shop', 'segments']],
    ['write:segments', ['shop', 'create']],
    ['widgets', ['shop']],
    ['admin', Object.keys(questions)],
  ] as const)('with the scope %s may ask for %j and nothing else', async (scope, open) => {
    const key = await gateway.key([scope]);
    const codes = await Promise.all(
      Object.entries(questions).map(async ([name, query]) => [name, (await outcome(query, key)).code]),
    );
    const expected = Object.keys(questions).map((name) => [
      name,
      (open as readonly string[]).includes(name) ? 'ok' : 'FORBIDDEN',
    ]);
    expect(codes).toEqual(expected);
  });

  test('without `read:segments` names no segment, and learns of none', async () => {
    const reader = await gateway.key(['read:profiles']);
    const both = await gateway.key(['read:profiles', 'read:segments']);
    const { body } = await gateway.ask(
      '{ profiles(first: 1) { nodes { id } } segment(handle: "buyers") { id } }',
      both,
    );
    const [profile, segment] = [body.data.profiles.nodes[0].id, body.data.segment.id];
    const naming = [
      `{ explainMembership(profile: "${profile}", segment: "${segment}") { member } }`,
      ...["in_segment('buyers')", "in_segment('x')", "gift_orders = 0 OR NOT in_segment('x')"].flatMap((query) => [
        `{ explainMembership(profile: "${profile}", query: "${query}") { member userErrors { code } } }`,
        `{ profiles(first: 1, query: "${query}") { nodes { id } } }`,
        `{ previewSegment(query: "${query}") { count userErrors { code } } }`,
      ]),
    ];
    for (const query of naming) expect((await outcome(query, reader)).code, query).toBe('FORBIDDEN');
    for (const query of naming) expect((await outcome(query, both)).code, query).not.toBe('FORBIDDEN');
    const answers = ['buyers', 'nobody'].map(async (handle) =>
      JSON.stringify(
        (
          await gateway.ask(
            `{ explainMembership(profile: "${profile}", query: "${handle}") { member userErrors { code hint } } }`,
            reader,
          )
        ).body,
      ),
    );
    const [saved, unknown] = await Promise.all(answers);
    expect(saved).toBe(unknown);
    expect((await outcome('{ profiles(first: 1, query: "buyers") { nodes { id } } }', reader)).code).toBe('BAD_QUERY');
  });

  test('does nothing of an operation of which it may not do a part', async () => {
    const key = await gateway.key(['write:segments']);
    const query =
      'mutation { segmentCreate(input: { name: "Half", query: "gift_orders > 0" }) { segment { members { totalCount } } } }';
    expect((await outcome(query, key)).code).toBe('FORBIDDEN');
    expect(await gateway.deps.ledger.segments.find(gateway.mine.id, 'half')).toBeUndefined();
  });
});

describe('a session', () => {
  test('begins with a link that works once, in a cookie that scripts and other sites cannot use', async () => {
    const { ledger } = gateway.deps;
    const code = await ledger.sessions.offerLink([gateway.mine.id], instant('2024-06-02T00:00:00Z'), NOW);
    const first = await gateway.app.inject({ url: '/sign-in', query: { code } });
    expect([first.statusCode, first.headers.location]).toEqual([303, '/']);
    expect(first.headers['set-cookie']).toMatch(
      /^clientele_session=cs_\S+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=604800$/,
    );
    const second = await gateway.app.inject({ url: '/sign-in', query: { code, shop: 'mine' } });
    expect([second.statusCode, second.headers['set-cookie'], second.json().code]).toEqual([
      403,
      undefined,
      'sign-in.invalid',
    ]);
    expect((await gateway.app.inject({ url: '/sign-in' })).statusCode).toBe(403);
    const shown = await gateway.app.inject({ url: '/sign-in', query: { code }, headers: { accept: 'text/html,*/*' } });
    expect([shown.statusCode, shown.headers.location, shown.headers['set-cookie']]).toEqual([303, '/', undefined]);
  });

  test('begins in the shop that the link names, and nowhere but on the page', async () => {
    const { ledger } = gateway.deps;
    const leadsTo = async (shop: string) => {
      const code = await ledger.sessions.offerLink([gateway.mine.id], instant('2024-06-02T00:00:00Z'), NOW);
      return (await gateway.app.inject({ url: '/sign-in', query: { code, shop } })).headers.location;
    };
    expect(await leadsTo('mine')).toBe('/?shop=mine');
    expect(await leadsTo('https://elsewhere.example')).toBe('/');
    expect(await leadsTo('//elsewhere.example')).toBe('/');
  });

  test('sees its shops, the first unless it chooses, and no other', async () => {
    const both = await gateway.session([gateway.mine, gateway.theirs]);
    const names = async (more: object) => {
      const { body } = await gateway.ask('{ shop { id name } shops { name } }', { ...both, ...more });
      return [body.data?.shop.name, body.data?.shops.length, body.errors?.[0].extensions.code];
    };
    expect(await names({})).toEqual(['The shop mine', 2, undefined]);
    expect(await names({ 'x-clientele-shop': 'theirs' })).toEqual(['The shop theirs', 2, undefined]);
    expect(await names({ 'x-clientele-shop': 'nowhere' })).toEqual([undefined, undefined, 'FORBIDDEN']);
    const one = await gateway.session([gateway.mine]);
    expect((await outcome(SHOP, { ...one, 'x-clientele-shop': 'theirs' })).code).toBe('FORBIDDEN');
  });

  test('of a server that has no shop yet is told so', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'clientele-no-shop-'));
    const ledger = await openLedger({ directory }, { key: await loadKey(directory) });
    const app = await createGateway({ ...gateway.deps, ledger });
    const code = await ledger.sessions.offerLink('all', instant('2024-06-02T00:00:00Z'), NOW);
    const { headers } = await app.inject({ url: '/sign-in', query: { code } });
    const cookie = String(headers['set-cookie']).split(';')[0] ?? '';
    const ask = async (query: string) =>
      (await app.inject({ method: 'POST', url: '/graphql', headers: { cookie }, payload: { query } })).json();
    expect((await ask('{ shops { id name } }')).data).toEqual({ shops: [] });
    for (const query of [SHOP, CREATE, '{ segments { totalCount } }', '{ profile(id: "x") { id } }']) {
      const [{ message, extensions }] = (await ask(query)).errors;
      expect([message, extensions.code], query).toEqual([expect.stringMatching(/^There is no shop yet/), 'FORBIDDEN']);
    }
    await app.close();
    await ledger.close();
    await rm(directory, { recursive: true });
  });

  test('may do everything, and ends when it is told to', async () => {
    const session = await gateway.session();
    expect(
      (
        await outcome(
          'mutation { segmentCreate(input: { name: "S", query: "gift_orders > 1" }) { userErrors { code } } }',
          session,
        )
      ).code,
    ).toBe('ok');
    const out = await gateway.app.inject({ method: 'POST', url: '/sign-out', headers: session });
    expect([out.statusCode, out.headers['set-cookie']]).toEqual([204, expect.stringContaining('Max-Age=0')]);
    expect(await outcome(SHOP, session)).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
  });
});

describe('a server with a public address', () => {
  const publicUrl = 'https://clientele.example';
  const signedIn = async (app: Awaited<ReturnType<typeof createGateway>>) => {
    const { ledger } = gateway.deps;
    const code = await ledger.sessions.offerLink([gateway.mine.id], instant('2024-06-02T00:00:00Z'), NOW);
    const { headers } = await app.inject({ url: '/sign-in', query: { code } });
    return { set: String(headers['set-cookie']), secured: headers['strict-transport-security'] !== undefined };
  };

  test('gives cookies for encrypted connections only where that address is encrypted, whatever the connection', async () => {
    const [encrypted, plain] = [
      await createGateway(gateway.deps, { publicUrl }),
      await createGateway(gateway.deps, { publicUrl: 'http://clientele.example', trustProxy: 'loopback' }),
    ];
    expect(await signedIn(encrypted)).toEqual({ set: expect.stringContaining('; Secure'), secured: true });
    expect(await signedIn(plain)).toEqual({ set: expect.not.stringContaining('Secure'), secured: false });
    await Promise.all([encrypted.close(), plain.close()]);
  });

  test('lets only its own pages speak for who is signed in', async () => {
    const app = await createGateway(gateway.deps, { publicUrl });
    const cookie = (await signedIn(app)).set.split(';')[0] ?? '';
    const ask = async (origin: string | undefined, url = '/graphql') => {
      const headers = { cookie, ...(origin !== undefined && { origin }) };
      const answer = await app.inject({ method: 'POST', url, headers, payload: { query: SHOP } });
      return [answer.statusCode, answer.headers['set-cookie']];
    };
    const elsewhere = 'https://other.clientele.example';
    expect(await ask(elsewhere)).toEqual([401, undefined]);
    expect(await ask('null')).toEqual([401, undefined]);
    expect(await ask(elsewhere, '/sign-out')).toEqual([204, undefined]);
    expect(await ask(publicUrl)).toEqual([200, undefined]);
    expect(await ask(undefined)).toEqual([200, undefined]);
    expect(await ask(publicUrl, '/sign-out')).toEqual([204, expect.stringContaining('Max-Age=0')]);
    expect(await ask(publicUrl)).toEqual([401, undefined]);
    await app.close();
  });
});

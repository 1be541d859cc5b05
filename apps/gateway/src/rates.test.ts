import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { NOW, TestGateway } from './gateway.fixture.js';
import { createGateway } from './gateway.js';

const WHO = '{ shop { name } }';
const ORIGIN = 'https://crm.example';
/** Three of the cheapest requests, two of a widget's. */
const RATES = { credential: 150, widget: 100, stranger: 2, signIn: 2, file: 100, hook: 100 };
const MINUTE_MS = 60_000;

let gateway: TestGateway;
/** Each test comes in minutes of its own. */
let minutes = Date.parse(NOW);

beforeAll(async () => {
  gateway = await TestGateway.open({ rates: RATES, trustProxy: '10.0.0.0/8' });
});
afterAll(() => gateway[Symbol.asyncDispose]());
afterEach(() => vi.useRealTimers());

/** Stops the clock by which requests are counted; the function that it gives lets a minute pass. */
function atOwnMinute(): () => void {
  minutes += MINUTE_MS;
  vi.useFakeTimers({ toFake: ['Date'], now: minutes });
  return () => {
    minutes += MINUTE_MS;
    vi.setSystemTime(minutes);
  };
}

async function codes(times: number, headers: Record<string, string>): Promise<string[]> {
  const answers: string[] = [];
  for (let time = 0; time < times; time += 1) {
    const { status, body } = await gateway.ask(WHO, headers);
    answers.push(`${status} ${body.errors?.[0].extensions.code ?? 'OK'}`);
  }
  return answers;
}

test('a credential that asks too often is told to come back, and is answered then; others are not kept', async () => {
  const [one, other] = [await gateway.key(['read:profiles']), await gateway.key(['read:profiles'])];
  expect(await codes(4, one)).toEqual(['200 OK', '200 OK', '200 OK', '429 RATE_LIMITED']);
  expect(await codes(1, other)).toEqual(['200 OK']);
  const { headers, body } = await gateway.ask(WHO, one);
  expect(headers['retry-after']).toBe('20');
  expect(body.errors[0].message).toBe('Too much was asked: wait for 20 seconds, then try again.');
  expect(body.data).toBeUndefined();
  gateway.pass(20);
  expect(await codes(2, one)).toEqual(['200 OK', '429 RATE_LIMITED']);
  gateway.pass(600);
  expect(await codes(4, one)).toEqual(['200 OK', '200 OK', '200 OK', '429 RATE_LIMITED']);
});

test('a question takes what it costs, and is told what is left', async () => {
  const app = await createGateway(gateway.deps, { rates: { ...RATES, credential: 1_000 } });
  const headers = await gateway.key(['read:profiles']);
  const ask = async (query: string) => {
    const answer = await app.inject({ method: 'POST', url: '/graphql', headers, payload: { query } });
    const { errors, extensions } = answer.json();
    return { ...extensions?.cost, code: errors?.[0].extensions.code, retryAfter: answer.headers['retry-after'] };
  };
  // 100 + 1 + 250 ids; there are twenty profiles.
  const page = '{ profiles(first: 250) { nodes { id } } }';
  expect(await ask(page)).toMatchObject({ requested: 351, actual: 121, left: 879, perMinute: 1_000 });
  gateway.intercept(() => Promise.reject(new Error('too slow')));
  expect(await ask(page)).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', left: 528 });
  gateway.intercept(undefined);
  // What is no question, or may not be asked, costs the least.
  expect(await ask('{ nothing }')).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
  expect(await ask('{ segments { totalCount } }')).toMatchObject({ code: 'FORBIDDEN' });
  expect(await ask(WHO)).toMatchObject({ requested: 2, left: 378 });
  expect(await ask(page)).toMatchObject({ actual: 121, left: 257 });
  // 50 are taken at the door; 351 are there after (351 - 207) / 1,000 minutes.
  expect(await ask(page)).toMatchObject({ code: 'RATE_LIMITED', requested: 351, left: 207, retryAfter: '9' });
  gateway.pass(9);
  expect(await ask(page)).toMatchObject({ code: undefined, actual: 121 });
  await app.close();
});

test('keys that are made up are counted by address, and whoever has a good one there is not kept', async () => {
  atOwnMinute();
  const good = await gateway.key(['read:profiles']);
  const madeUp = [1, 2, 3].map((n) => ({ authorization: `Bearer ck_made_up${n}` }));
  const answers = [];
  for (const headers of madeUp) answers.push(...(await codes(1, headers)));
  expect(answers).toEqual(['401 UNAUTHENTICATED', '401 UNAUTHENTICATED', '429 RATE_LIMITED']);
  expect(await codes(1, good)).toEqual(['200 OK']);
  expect((await gateway.send({ method: 'POST', url: '/widget-tokens', payload: {} })).body).toMatchObject({
    status: 429,
    code: 'rate-limited',
  });
});

test('a widget has a rate of its own, which its page can read', async () => {
  atOwnMinute();
  await gateway.deps.ledger.widgetOrigins.add(gateway.mine.id, ORIGIN, NOW);
  const { body: listed } = await gateway.ask('{ profiles(first: 1) { nodes { id } } }', await gateway.key(['admin']));
  const payload = { profile: listed.data.profiles.nodes[0].id, origin: ORIGIN };
  const headers = await gateway.key(['widgets']);
  const { body } = await gateway.send({ method: 'POST', url: '/widget-tokens', headers, payload });
  const widget = { authorization: `Bearer ${body.token}`, origin: ORIGIN };
  expect(await codes(3, widget)).toEqual(['200 OK', '200 OK', '429 RATE_LIMITED']);
  expect((await gateway.ask(WHO, widget)).headers).toMatchObject({
    'access-control-allow-origin': ORIGIN,
    'access-control-expose-headers': 'retry-after',
  });
});

/** Tries a link, from an address or by a proxy that says to speak for one. */
async function trySignIn(remoteAddress: string, forwardedFor?: string): Promise<number> {
  const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
  return (await gateway.app.inject({ url: '/sign-in?code=x', remoteAddress, headers })).statusCode;
}

test('an address may try few sign-in links; what it says of itself does not help', async () => {
  atOwnMinute();
  expect([await trySignIn('192.0.2.1'), await trySignIn('192.0.2.1')]).toEqual([403, 403]);
  expect(await trySignIn('192.0.2.1', '198.51.100.7')).toBe(429);
  expect(await trySignIn('192.0.2.2')).toBe(403);
  const { headers, body } = await gateway.send({ url: '/sign-in', remoteAddress: '192.0.2.1' });
  expect([headers['retry-after'], body.code]).toEqual(['60', 'rate-limited']);
});

test('addresses behind a trusted proxy are counted one by one', async () => {
  atOwnMinute();
  const from = (address: string) => trySignIn('10.1.2.3', address);
  expect([await from('198.51.100.1'), await from('198.51.100.1'), await from('198.51.100.1')]).toEqual([403, 403, 429]);
  expect(await from('198.51.100.2')).toBe(403);
});

test('a cookie is for encrypted connections only where a trusted proxy says that there is one', async () => {
  atOwnMinute();
  const { ledger, clock } = gateway.deps;
  const signIn = async (remoteAddress: string) => {
    const code = await ledger.sessions.offerLink([gateway.mine.id], '2024-06-01T13:00:00.000Z' as typeof NOW, clock());
    const headers = { 'x-forwarded-proto': 'https' };
    return (await gateway.app.inject({ url: '/sign-in', query: { code }, remoteAddress, headers })).headers[
      'set-cookie'
    ];
  };
  expect(await signIn('10.1.2.3')).toContain('; Secure');
  expect(await signIn('192.0.2.9')).not.toContain('Secure');
});

import { expect, test } from 'vitest';
import type { Answer } from '../connector.js';
import { MemoryKeep } from '../run/memory-keep.js';
import { Garbled } from '../thrown.js';
import { AccessToken } from './access-token.js';
import { answers, askingOn, cut, ok, status } from './asking.fixture.js';
import { Budgets } from './budget.js';

const FINE = { outcome: 'answered', answer: { status: 200, body: { fine: true } } };
const garbled = () => new Response('{"orders":[', { status: 200 });
const tooLarge = () =>
  new Response(
    new ReadableStream({
      pull() {
        throw new Garbled('more than 1 MB came');
      },
    }),
  );

test.each([
  ['the network', cut],
  ['a status of 500', status(500)],
  ['a status of 503 without a time', status(503)],
  ['JSON that is cut off', garbled],
])('what %s fails is tried again after a while, and then answered', async (_, failing) => {
  const { ask, made } = askingOn(answers(failing, failing, ok));
  expect(await ask()).toMatchObject(FINE);
  expect(made).toEqual([0, 500, 1500]);
});

test.each([
  ['unreachable', cut, 'GET https://shop.example/orders: no answer came; it was tried 6 times'],
  ['unreachable', status(502), 'GET https://shop.example/orders: the platform answers 502; it was tried 6 times'],
  ['garbled', garbled, 'GET https://shop.example/orders: what came is not JSON; it was tried 6 times'],
  ['garbled', tooLarge, 'GET https://shop.example/orders: more than 1 MB came'],
  ['refused', status(400), 'GET https://shop.example/orders: the platform does not take the request (400)'],
  [
    'denied',
    status(403),
    "GET https://shop.example/orders: the platform denies access (403); check the connection's settings and rights",
  ],
])('in the end it is %s, said without the query and its keys', async (code, failing, sentence) => {
  const { ask } = askingOn(answers(failing));
  expect(await ask()).toEqual({ outcome: 'failed', code, sentence });
});

test('what must not be done twice is not asked for again where no answer came, only where it was refused', async () => {
  const { ask, made } = askingOn(answers(status(429), cut, ok));
  expect(await ask({ once: true })).toMatchObject({
    code: 'unreachable',
    sentence: 'GET https://shop.example/orders: no answer came; whether it was done is not known',
  });
  expect(made).toHaveLength(2);
});

test('a status that is expected is an answer, and nothing at all is null', async () => {
  const { ask } = askingOn(answers(status(404)));
  expect(await ask({ answers: [404] })).toMatchObject({ outcome: 'answered', answer: { status: 404, body: null } });
});

test.each([
  ['seconds', { 'retry-after': '7' }],
  [
    'a date by its own clock',
    { date: 'Mon, 04 May 2026 10:00:00 GMT', 'retry-after': 'Mon, 04 May 2026 10:00:07 GMT' },
  ],
])('who says how long to wait, in %s, is not asked before that by anybody of the same account', async (_, headers) => {
  const budgets = new Budgets();
  const first = askingOn(answers(status(429, headers), ok), { budgets });
  const other = askingOn(answers(ok), { budgets });
  expect(await first.ask()).toMatchObject(FINE);
  expect(await other.ask()).toMatchObject(FINE);
  expect(first.made).toEqual([0, 7000]);
  expect(other.made[0]).toBeGreaterThanOrEqual(7000);
});

test('a storm of 429 is waited out ever longer, and a success forgets it', async () => {
  const busy = status(429);
  const { ask, made } = askingOn(answers(busy, busy, busy, ok, busy, ok));
  expect(await ask()).toMatchObject(FINE);
  expect(made).toEqual([0, 1500, 4500, 10_500]);
  expect(await ask()).toMatchObject(FINE);
  expect(made.slice(4)).toEqual([10_500, 12_000]);
});

test('a budget that is used up for long is a pause until then, and no failure', async () => {
  const { ask, made } = askingOn(answers(status(429, { 'retry-after': '3600' })));
  expect(await ask()).toMatchObject({ outcome: 'paused', until: '1970-01-01T01:16:40.000Z' });
  expect(await ask()).toMatchObject({ outcome: 'paused' });
  expect(made).toEqual([0]);
});

test('who refuses everything is not hammered', async () => {
  const { ask, made } = askingOn(answers(status(429)), { random: 0 });
  expect(await ask()).toMatchObject({ outcome: 'paused' });
  expect(made.length).toBeLessThan(20);
});

test('requests keep to their rate after a burst', async () => {
  const { ask, made } = askingOn(answers(ok), { perSecond: 2, burst: 3 });
  for (let request = 0; request < 6; request += 1) await ask();
  expect(made).toEqual([0, 0, 0, 500, 1000, 1500]);
});

test('a rate that was changed counts from then on', () => {
  const budgets = new Budgets();
  const slow = budgets.of('account', 1, 1);
  expect([slow.take(0), slow.take(0)]).toEqual([0, 1000]);
  expect(budgets.of('account', 10, 1).take(0)).toBe(100);
});

test('a token that takes long to get takes no turn meanwhile', async () => {
  const token = (clock: { nowMs: number }) =>
    new AccessToken(new MemoryKeep(), async () => {
      clock.nowMs += 10_000;
      return { outcome: 'obtained', token: { access: 'abc' } };
    });
  const { ask, made } = askingOn(answers(ok), { perSecond: 1, burst: 1, token });
  await ask();
  await ask();
  expect(made).toEqual([10_000, 11_000]);
});

test("the platform's own clock is told by its answers", async () => {
  const { ask, asking, clock } = askingOn(answers(status(200, { date: 'Thu, 01 Jan 1970 00:20:00 GMT' })));
  expect(asking.platformNow).toBe(clock.nowMs);
  await ask();
  expect(asking.platformNow).toBe(1_200_000);
});

test('a query is added to the address, a body is JSON, and what is undefined is left out', async () => {
  const seen: [string, string, string | null, string][] = [];
  const { ask } = askingOn(async (request) => {
    seen.push([request.method, request.url, request.headers.get('content-type'), await request.text()]);
    return ok();
  });
  await ask({ query: { page: 2, since: undefined } });
  await ask({ method: 'POST', body: { a: [1] } });
  await ask({ method: 'POST', body: new URLSearchParams({ a: '1' }) });
  expect(seen).toEqual([
    ['GET', 'https://shop.example/orders?key=abc&page=2', null, ''],
    ['POST', 'https://shop.example/orders?key=abc', 'application/json', '{"a":[1]}'],
    ['POST', 'https://shop.example/orders?key=abc', 'application/x-www-form-urlencoded;charset=UTF-8', 'a=1'],
  ]);
});

test('what an answer says of the budget in its own way is learnt', async () => {
  const throttled = () => Response.json({ errors: ['THROTTLED'] });
  const low = () => Response.json({ left: 0 });
  const learn = ({ body }: Answer) => {
    const { errors, left } = Object(body);
    if (errors !== undefined) return { refused: true, waitMs: 2000 };
    return left === 0 ? { waitMs: 5000 } : undefined;
  };
  const { ask, made } = askingOn(answers(throttled, low, ok), { learn });
  expect(await ask()).toMatchObject({ answer: { body: { left: 0 } } });
  expect(await ask()).toMatchObject(FINE);
  expect(made).toEqual([0, 2000, 7000]);
});

test('an answer that means another status is what it means', async () => {
  const saying = (status: number) => () => Response.json({ status });
  const learn = ({ body }: Answer) => {
    const { status } = Object(body);
    return typeof status === 'number' ? { status } : undefined;
  };
  const { ask, made } = askingOn(answers(saying(500), saying(404), saying(403), saying(404), ok), { learn, random: 0 });
  expect(await ask({ answers: [404] })).toMatchObject({ outcome: 'answered', answer: { status: 404 } });
  expect(made).toHaveLength(2);
  expect(await ask()).toMatchObject({ outcome: 'failed', code: 'denied' });
  expect(await ask()).toMatchObject({ outcome: 'failed', code: 'refused' });
  expect(await ask()).toMatchObject(FINE);
});

/** A platform that answers at one address, and sends on from all others. */
function movedFrom(moves: Readonly<Record<string, string>>) {
  const came: [string, Record<string, string>][] = [];
  const { ask } = askingOn((request) => {
    came.push([`${request.method} ${request.url}`, Object.fromEntries(request.headers)]);
    const location = moves[request.url];
    return location === undefined ? ok() : new Response(null, { status: 302, headers: { location } });
  });
  return { ask, came };
}
const KEYED = {
  'x-api-key': 'ck_secret',
  authorization: 'Bearer ck_secret',
  cookie: 'ck_secret',
  'if-none-match': '"1"',
};

test('what is read is followed where it moved: with all headers at home, and with harmless ones elsewhere', async () => {
  const { ask, came } = movedFrom({
    'https://a.example/1': '/2',
    'https://a.example/2': 'https://b.example/3',
    'https://b.example/3': 'https://a.example/4',
  });
  expect(await ask({ url: 'https://a.example/1', headers: KEYED })).toMatchObject(FINE);
  const harmless = { accept: 'application/json', 'if-none-match': '"1"' };
  expect(came).toEqual([
    ['GET https://a.example/1', { ...KEYED, ...harmless }],
    ['GET https://a.example/2', { ...KEYED, ...harmless }],
    ['GET https://b.example/3', harmless],
    ['GET https://a.example/4', harmless],
  ]);
});

test.each([
  ['from https to http', 'GET', 'https://a.example/1', 'http://a.example/2', 'http://a.example'],
  ['what is sent', 'POST', 'https://a.example/1', 'https://b.example/?key=x', 'https://b.example'],
  ['away from the web', 'GET', 'http://a.example/1', 'file:///etc/passwd', 'file://'],
  ['in a circle', 'GET', 'http://a.example/1', 'http://a.example/1', 'http://a.example'],
])('nothing is followed %s, which is told without the rest of the address', async (_, method, url, to, told) => {
  const { ask, came } = movedFrom({ [url]: to });
  const sentence =
    `${method} ${url}: the platform sends on to ${told} (302), where the request does not follow: ` +
    'give the connection the address that the platform has now';
  expect(await ask({ url, method, headers: KEYED })).toEqual({ outcome: 'failed', code: 'refused', sentence });
  expect(new Set(came.map(([where]) => where))).toEqual(new Set([`${method} ${url}`]));
});

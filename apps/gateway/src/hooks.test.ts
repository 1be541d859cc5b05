import { once } from 'node:events';
import { connect } from 'node:net';
import { hmac } from '@clientele/connector-kit';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestGateway } from './gateway.fixture.js';
import { SIGNATURE } from './telling.fixture.js';

const SECRET = 'hook-secret/9f8e7d6c';
const MOST_BYTES = 1_048_576;

let gateway: TestGateway;
let token: string;

beforeAll(async () => {
  gateway = await TestGateway.open();
  token = await doorOf('telling', 'telling');
});
afterAll(() => gateway[Symbol.asyncDispose]());

async function doorOf(name: string, connector: string): Promise<string> {
  const { ledger, clock } = gateway.deps;
  const connection = { name, connector, config: {}, createdAt: clock() };
  await ledger.connections.create(gateway.mine.id, connection, { hookSecrets: [SECRET] });
  return ledger.hookDoors.token(gateway.mine.id, name, clock());
}

/** Signed over its path and its raw bytes. */
function signed(body: string | Buffer, path = `/hooks/${token}`): InjectOptions {
  const signature = hmac('sha256', SECRET, [`${path} `, body], 'hex');
  return { method: 'POST', url: path, headers: { [SIGNATURE.header]: signature }, payload: body };
}

async function waiting(name = 'telling'): Promise<unknown[]> {
  return (await gateway.deps.ledger.inbox.waiting(gateway.mine.id, name, { limit: 99 })).map(
    ({ heard }) => Object(heard).id,
  );
}

function post(request: InjectOptions) {
  return gateway.app.inject(request);
}

test('a webhook is kept as its raw bytes say, of any content type, below its address too, once', async () => {
  const odd = '{ "delivery":"raw-1",\n "visits": ["\\u00e9 1.0"] }';
  for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded', undefined]) {
    const one = signed(odd);
    const answer = await post({ ...one, headers: { ...one.headers, ...(type && { 'content-type': type }) } });
    expect([answer.statusCode, answer.body]).toEqual([200, '']);
  }
  expect((await post(signed('{"delivery":"raw-2"}', `/hooks/${token}/v1/track`))).statusCode).toBe(200);
  expect((await waiting()).filter((id) => String(id).startsWith('raw'))).toEqual(['raw-1', 'raw-2']);
});

test('what is forged, changed, cut short or signed for another address is refused, and says nothing of why', async () => {
  const good = signed('{"delivery":"forged"}');
  const forgeries: InjectOptions[] = [
    { ...good, headers: {} },
    { ...good, headers: { [SIGNATURE.header]: '0'.repeat(64) } },
    { ...good, payload: '{"delivery":"forgec"}' },
    { ...good, payload: '{"delivery":"forged"' },
    { ...good, url: `/hooks/${token}/elsewhere` },
  ];
  const bodies = await Promise.all(forgeries.map(post));
  expect(bodies.map(({ statusCode }) => statusCode)).toEqual(forgeries.map(() => 401));
  expect(new Set(bodies.map(({ body }) => body)).size).toBe(1);
  expect(bodies[0]?.json()).toMatchObject({ code: 'not-verified' });
  expect(await waiting()).not.toContain('forged');
});

test('what is signed right and cannot be taken is told so, with the reason', async () => {
  const answers = [await post(signed('no JSON')), await post(signed('{"delivery":"many","visits":[1,2,3,4]}'))];
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([400, 413]);
  expect(answers.map((answer) => answer.json())).toMatchObject([
    { code: 'unreadable', detail: 'This webhook cannot be taken: it cannot be read.' },
    { code: 'too-large', detail: 'This webhook cannot be taken: it has four visits.' },
  ]);
  expect(await waiting()).not.toContain('many');
});

test('an address that leads nowhere, or to a connection that hears nothing, is none', async () => {
  const deaf = await doorOf('deaf', 'files');
  for (const other of ['a'.repeat(32), deaf, 'web', '%00']) {
    expect((await post({ ...signed('{}'), url: `/hooks/${other}` })).statusCode).toBe(404);
  }
});

test('a body is no larger than a megabyte, and many of them do not come at once', async () => {
  const large = (bytes: number) => {
    const delivery = `{"delivery":"large-${bytes}","visits":["`;
    return signed(`${delivery}${'x'.repeat(bytes - delivery.length - 3)}"]}`);
  };
  expect((await post(large(MOST_BYTES))).statusCode).toBe(200);
  expect((await post(large(MOST_BYTES + 1))).statusCode).toBe(413);
  const many = await Promise.all(Array.from({ length: 80 }, () => post(large(MOST_BYTES))));
  expect(new Set(many.map(({ statusCode }) => statusCode))).toEqual(new Set([200, 503]));
  expect((await post(large(MOST_BYTES))).statusCode).toBe(200);
});

test('platforms may try the address in their ways, and pages may ask whether they may send', async () => {
  const url = `/hooks/${token}`;
  const tried = await post({ method: 'GET', url: `${url}?challenge=c1` });
  expect([tried.statusCode, tried.headers['content-type'], tried.body]).toEqual([200, 'text/plain', 'c1']);
  expect((await post({ method: 'HEAD', url })).statusCode).toBe(405);
  expect((await post({ method: 'POST', url, payload: 'ping' })).statusCode).toBe(200);
  const asked = await post({ method: 'OPTIONS', url: `${url}/v1/track`, headers: { origin: 'https://shop.example' } });
  expect([asked.statusCode, asked.headers['access-control-allow-origin']]).toEqual([204, '*']);
  expect(asked.headers['access-control-allow-headers']).toContain('authorization');
  expect((await post(signed('{"delivery":"d1"}'))).headers['cross-origin-resource-policy']).toBe('cross-origin');
});

test('a connection that is told too much is to come again, and strangers are counted by their address', async () => {
  await using limited = await TestGateway.open({
    rates: { credential: 1, widget: 1, stranger: 2, signIn: 1, file: 1, hook: 3 },
  });
  const { ledger, clock } = limited.deps;
  const connection = { name: 'telling', connector: 'telling', config: {}, createdAt: clock() };
  await ledger.connections.create(limited.mine.id, connection, { hookSecrets: [SECRET] });
  const path = `/hooks/${await ledger.hookDoors.token(limited.mine.id, 'telling', clock())}`;
  const send = async (one: InjectOptions) => (await limited.app.inject(one)).statusCode;
  const statuses: number[] = [];
  for (let n = 0; n < 4; n += 1) statuses.push(await send(signed(`{"delivery":"d${n}"}`, path)));
  expect(statuses).toEqual([200, 200, 200, 429]);
  const forged: number[] = [];
  for (let n = 0; n < 3; n += 1) forged.push(await send({ ...signed('{}', path), headers: {} }));
  expect(forged).toEqual([401, 401, 429]);
  limited.pass(20);
  expect(await send(signed('{"delivery":"d9"}', path))).toBe(200);
});

test('what we cannot hear for a fault of ours is to be sent again, and written down', async () => {
  const lines: string[] = [];
  const logger = { level: 'warn', stream: { write: (line: string) => void lines.push(line) } };
  await using noted = await TestGateway.open({ logger });
  const { ledger, clock } = noted.deps;
  const connection = { name: 'telling', connector: 'telling', config: {}, createdAt: clock() };
  await ledger.connections.create(noted.mine.id, connection, { hookSecrets: 'of another form' });
  const path = `/hooks/${await ledger.hookDoors.token(noted.mine.id, 'telling', clock())}`;
  const answer = await noted.app.inject(signed('{"delivery":"d"}', path));
  expect([answer.statusCode, answer.headers['retry-after'], answer.json().code]).toEqual([503, '60', 'broken']);
  expect(lines.join('')).toContain('the settings of the connection cannot be read');
  expect(lines.join('')).not.toContain('of another form');
});

test('who sends a byte now and then does not hold a connection', async () => {
  await using patient = await TestGateway.open({ patienceMs: 100 });
  const address = new URL(await patient.app.listen({ host: '127.0.0.1', port: 0 }));
  const socket = connect(Number(address.port), address.hostname);
  let answer = '';
  socket.on('data', (bytes) => (answer += bytes));
  socket.write(`POST /hooks/${'a'.repeat(32)} HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n`);
  await once(socket, 'close');
  expect(answer).toMatch(/^HTTP\/1.1 408/);
});

test('what is wrong inside is not told, and neither are secrets and what was sent', async () => {
  const lines: string[] = [];
  const logger = { level: 'warn', stream: { write: (line: string) => void lines.push(line) } };
  await using noted = await TestGateway.open({ logger });
  const { ledger, clock } = noted.deps;
  const connection = { name: 'telling', connector: 'telling', config: {}, createdAt: clock() };
  await ledger.connections.create(noted.mine.id, connection, { hookSecrets: [SECRET] });
  const path = `/hooks/${await ledger.hookDoors.token(noted.mine.id, 'telling', clock())}`;
  noted.deps.ledger.inbox.append = async () => {
    throw new Error('the disk is full');
  };
  const answers = [
    await noted.app.inject(signed('{"delivery":"d","visits":["ann@home.test"]}', path)),
    await noted.app.inject({ ...signed('{"visits":["ann@home.test"]}', path), headers: {} }),
  ];
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([500, 401]);
  const told = [...lines, ...answers.map(({ body }) => body)].join('\n');
  expect(told).toContain('the disk is full');
  for (const text of [SECRET, 'ann@home.test']) expect(told).not.toContain(text);
});

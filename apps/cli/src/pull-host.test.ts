import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pullHost } from './pull-host.js';

let server: Server;
let address: string;
const came: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    came.push(`${request.method} ${request.url}`);
    if (request.url === '/moved') response.writeHead(307, { location: '/elsewhere' });
    response.end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((done) => server.close(done)));

test('where a platform sends on to is told, and not followed', async () => {
  const { fetch } = pullHost(tmpdir());
  const moved = await fetch(new Request(`${address}/moved`));
  expect([moved.status, moved.headers.get('location')]).toEqual([307, '/elsewhere']);
  expect((await fetch(new Request(`${address}/moved`, { method: 'POST', body: 'password' }))).status).toBe(307);
  expect(came).toEqual(['GET /moved', 'POST /moved']);
});

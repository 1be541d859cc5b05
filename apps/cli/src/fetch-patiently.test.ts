import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Garbled } from '@clientele/connector-kit';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { fetchPatiently } from './fetch-patiently.js';

let server: Server;
let address: string;
let answering: (response: ServerResponse) => void;

// Time passes where a test says so: on a loaded machine an answer may take longer than a test can wait.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});
beforeAll(async () => {
  server = createServer((_, response) => answering(response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('an answer that comes slowly comes whole, with its status and headers', async () => {
  let send = () => {};
  answering = (response) => {
    response.writeHead(206, { 'x-part': '1' });
    send = () => void response.write('x');
    send();
  };
  const response = await fetchPatiently(new Request(address), { ms: 300, bytes: 100 });
  expect([response.status, response.headers.get('x-part')]).toEqual([206, '1']);
  const reader = response.body?.getReader();
  for (let part = 0; part < 8; part += 1) {
    expect((await reader?.read())?.value).toEqual(new Uint8Array([0x78]));
    vi.advanceTimersByTime(200);
    send();
  }
});

test('one that stops, or never begins, is given up', async () => {
  const patience = { ms: 100, bytes: 100 };
  answering = (response) => void response.write('x');
  const stopped = expect((await fetchPatiently(new Request(address), patience)).text()).rejects.toThrow(/abort/);
  vi.advanceTimersByTime(100);
  await stopped;
  answering = () => {};
  const silent = expect(fetchPatiently(new Request(address), patience)).rejects.toThrow(/abort/);
  vi.advanceTimersByTime(100);
  await silent;
});

test('one that is larger than can be held says so; one without content is that', async () => {
  answering = (response) => response.end('x'.repeat(2_000_000));
  const large = await fetchPatiently(new Request(address), { ms: 10_000, bytes: 1_048_576 });
  await expect(large.arrayBuffer()).rejects.toThrow(Garbled);
  answering = (response) => response.writeHead(304).end();
  expect((await fetchPatiently(new Request(address))).status).toBe(304);
});

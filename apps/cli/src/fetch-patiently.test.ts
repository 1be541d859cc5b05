import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Garbled } from '@clientele/connector-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchPatiently } from './fetch-patiently.js';

let server: Server;
let address: string;
let answering: (response: ServerResponse) => void;

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
  answering = (response) => {
    response.writeHead(206, { 'x-part': '1' });
    let sent = 0;
    const timer = setInterval(() => {
      response.write('x');
      sent += 1;
      if (sent < 8) return;
      clearInterval(timer);
      response.end();
    }, 50);
  };
  const response = await fetchPatiently(new Request(address), { ms: 300, bytes: 100 });
  expect([response.status, response.headers.get('x-part'), await response.text()]).toEqual([206, '1', 'xxxxxxxx']);
});

test('one that stops, or never begins, is given up', async () => {
  const patience = { ms: 100, bytes: 100 };
  answering = (response) => void response.write('x');
  const stopped = await fetchPatiently(new Request(address), patience);
  await expect(stopped.text()).rejects.toThrow(/abort/);
  answering = () => {};
  await expect(fetchPatiently(new Request(address), patience)).rejects.toThrow(/abort/);
});

test('one that is larger than can be held says so; one without content is that', async () => {
  answering = (response) => response.end('x'.repeat(2_000_000));
  const large = await fetchPatiently(new Request(address), { ms: 10_000, bytes: 1_048_576 });
  await expect(large.arrayBuffer()).rejects.toThrow(Garbled);
  answering = (response) => response.writeHead(304).end();
  expect((await fetchPatiently(new Request(address))).status).toBe(304);
});

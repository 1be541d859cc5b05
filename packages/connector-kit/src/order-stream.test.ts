import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { orders } from './order-stream.fixture.js';

const read = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');

test('the example of the documentation is code that compiles', () => {
  const example = read('./order-stream.fixture.ts').replace("'./index.js'", "'@clientele/connector-kit'");
  expect(read('../../../docs/connectors.md')).toContain(`\`\`\`ts\n${example}\`\`\``);
});

test('it reads an order', () => {
  const order = { id: '7', changedAt: '2026-05-04T10:00:00Z', placedAt: '2026-05-03T10:00:00Z', total: '12.50' };
  const settings = { address: 'https://shop.example', key: 'k' };
  expect(orders.id(order)).toBe('7');
  expect(orders.decode(order, settings)).toMatchObject([{ kind: 'order', externalId: '7', total: '12.5' }]);
});

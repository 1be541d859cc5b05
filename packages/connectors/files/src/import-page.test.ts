import { readFile as readText } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { orderTotal, RECORD_KINDS } from '@clientele/model';
import { expect, test } from 'vitest';
import { fileOf, itemsOf, recordsOf, refusedOf, rowsOf } from '../testing/files.ts';
import { FORMATS, MAPPING_FIELDS, readMapping } from './index.js';
import { OPEN_ORDERS } from './order-window.js';

const page = await readText(new URL('../../../../docs/import.md', import.meta.url), 'utf8');

function blocks(language: string): string[] {
  return [...page.matchAll(new RegExp(`\`\`\`${language}\\n([^\`]*)\`\`\``, 'g'))].map((match) => match[1] ?? '');
}

test('every kind of record has an example that can be imported, packed or not', async () => {
  const text = blocks('jsonl').join('');
  for (const path of [await fileOf('all.jsonl', text), await fileOf('all.jsonl.gz', gzipSync(text))]) {
    const items = await itemsOf({ path, as: 'clientele' });
    expect(refusedOf(items)).toEqual([]);
    expect(rowsOf(items)).toBe(text.trim().split('\n').length);
    const kinds = items.map((item) => (item.outcome === 'read' ? item.record.kind : 'refused'));
    expect([...new Set(kinds)].sort()).toEqual([...RECORD_KINDS, 'deletion'].sort());
  }
});

test('the example of an order adds up', async () => {
  const items = await itemsOf({ path: await fileOf('all.jsonl', blocks('jsonl').join('')), as: 'clientele' });
  const [order] = recordsOf(items, 'order');
  expect(orderTotal(order!)).toBe('23.95');
});

test('the example of a mapping reads the example of a file', async () => {
  const mapping = readMapping(JSON.parse(blocks('json')[0] ?? ''));
  if (mapping.outcome === 'failed') throw new Error(mapping.reason);
  const items = await itemsOf({ path: await fileOf('till.csv', blocks('csv')[0] ?? ''), as: mapping.mapping });
  expect(refusedOf(items)).toEqual([]);
  expect(recordsOf(items, 'order').map((order) => [order.customer, orderTotal(order)])).toEqual([['K9', '2444.4']]);
});

test('every format and every field of a mapping is on the page', () => {
  for (const { name } of FORMATS) expect(page).toContain(`### ${name}\n`);
  const words = new Set(page.split(/[^A-Za-z0-9]+/));
  for (const fields of Object.values(MAPPING_FIELDS)) {
    for (const field of Object.keys(fields)) expect(words).toContain(field);
  }
  expect(page).toContain(`more than ${OPEN_ORDERS.toLocaleString('en')} orders apart`);
});

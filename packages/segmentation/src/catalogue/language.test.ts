import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LANGUAGE } from './language.js';

const page = readFileSync(new URL('../../../../docs/segment-language.md', import.meta.url), 'utf8');

/** The cells of each row of the tables under a heading, as far as they begin with a name. */
function rowsUnder(heading: string): string[][] {
  const section = page.split(/^## /m).find((each) => each.startsWith(heading)) ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.slice(1, -1).split('|'))
    .map((cells) => cells.map((cell) => cell.trim()));
}

const namesIn = (cell = ''): string[] => [...cell.matchAll(/`([\w.]+)`/g)].map((match) => match[1] ?? '');

test('the attributes are those of the page', () => {
  const documented = rowsUnder('Attributes').flatMap(([names]) => namesIn(names));
  const custom = ['metafields.NAMESPACE.KEY', 'attributes.NAME'];
  expect(documented.filter((name) => !custom.includes(name)).sort()).toEqual([...LANGUAGE.attributes.keys()].sort());
});

/** Rows as the tables name them, with one of each kind of events. */
const ROWS: Readonly<Record<string, string>> = {
  '`orders_placed`': 'orders_placed',
  '`products_purchased`': 'products_purchased',
  '`refunds_received`': 'refunds_received',
  '`store_credit_accounts`': 'store_credit_accounts',
  '`events.…`': 'events.page_viewed',
  '`storefront.…`': 'storefront.product_viewed',
  '`shopify_email.…`': 'shopify_email.opened',
};

test('the parameters of rows are those of the page', () => {
  const tables = rowsUnder('Rows').filter((cells) => cells.length === 2 && ROWS[cells[0] ?? ''] !== undefined);
  expect(tables.map(([rows]) => rows)).toEqual(Object.keys(ROWS));
  for (const [rows = '', parameters] of tables) {
    const documented = namesIn(parameters).filter((name) => name !== 'property.NAME');
    const known = LANGUAGE.rows.get(ROWS[rows] ?? '')?.parameters.keys() ?? [];
    expect([...known].sort(), rows).toEqual(documented.sort());
  }
});

test('the measures of rows are those of the page', () => {
  const tables = rowsUnder('Rows').filter((cells) => cells.length === 3 && ROWS[cells[0] ?? ''] !== undefined);
  expect(tables).toHaveLength(4);
  for (const [rows = '', numbers, texts] of tables) {
    const measures = [...(LANGUAGE.rows.get(ROWS[rows] ?? '')?.measures.keys() ?? [])];
    const ofNumbers = measures
      .filter((name) => name.startsWith('average_'))
      .map((name) => name.slice('average_'.length));
    const ofTexts = measures.filter((name) => name.startsWith('usual_')).map((name) => name.slice('usual_'.length));
    expect([ofNumbers, ofTexts]).toEqual([namesIn(numbers), namesIn(texts)]);
  }
});

test('measures are named and typed by what they are of', () => {
  const purchases = LANGUAGE.rows.get('products_purchased')?.measures;
  expect(purchases?.get('distinct_categories')).toMatchObject({ type: 'integer' });
  expect(purchases?.get('usual_product')).toMatchObject({ type: 'id' });
  expect(purchases?.get('first_channel')).toMatchObject({ type: 'choice', values: expect.arrayContaining(['till']) });
  expect(purchases?.get('share_of_amount')).toMatchObject({ type: 'decimal' });
  expect([...(LANGUAGE.rows.get('storefront.product_viewed')?.measures.keys() ?? [])]).toEqual(['count']);
  expect(LANGUAGE.rows.get('customer_within_distance')?.measures.size).toBe(0);
});

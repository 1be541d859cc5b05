import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LANGUAGE } from './language.js';

const page = readFileSync(new URL('../../../../docs/proposals/segment-language.md', import.meta.url), 'utf8');

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

test('the parameters of rows are those of the page', () => {
  const groups: Readonly<Record<string, string>> = {
    orders: 'orders_placed',
    purchases: 'products_purchased',
    refunds: 'refunds_received',
    events: 'events.page_viewed',
    credit: 'store_credit_accounts',
  };
  const documented = rowsUnder('Rows').filter((cells) => cells.length === 4);
  for (const [group, rows] of Object.entries(groups)) {
    const expected = documented
      .filter(([, , of = '']) => (of === 'all but credit' ? group !== 'credit' : of.includes(group)))
      .flatMap(([names]) => namesIn(names))
      .filter((name) => name !== 'property.NAME');
    expect([...(LANGUAGE.rows.get(rows)?.parameters.keys() ?? [])].sort(), rows).toEqual(expected.sort());
  }
});

test('the measures of rows are those of the page', () => {
  const tables = rowsUnder('Measures').filter(
    (cells) => cells.length === 3 && LANGUAGE.rows.has(namesIn(cells[0])[0] ?? ''),
  );
  expect(tables).toHaveLength(3);
  for (const [rows, numbers, texts] of tables) {
    const measures = [...(LANGUAGE.rows.get(namesIn(rows)[0] ?? '')?.measures.keys() ?? [])];
    const ofNumbers = measures
      .filter((name) => name.startsWith('average_'))
      .map((name) => name.slice('average_'.length));
    const ofTexts = measures.filter((name) => name.startsWith('usual_')).map((name) => name.slice('usual_'.length));
    expect([ofNumbers, ofTexts]).toEqual([namesIn(numbers), namesIn(texts?.replace(/\(.*?\)/, ''))]);
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

import { readFile } from 'node:fs/promises';
import { checkLanguage, type SegmentTemplate, segmentTemplates, shopifyText } from '@clientele/segmentation';
import { expect, test } from 'vitest';
import extension from '../extensions/segment-templates/src/segment-templates.ts';

const folder = new URL('../extensions/segment-templates/', import.meta.url);
const { templates } = extension();

/** What Shopify reads of a query, from 2026-10 on; undefined where it cannot say it. */
function saidToShopify(query: string): string | undefined {
  const checked = checkLanguage(query);
  if (checked.outcome === 'invalid') throw new Error(`${query}: ${checked.errors[0]?.message}`);
  const said = shopifyText(checked, 'shopify');
  return said.outcome === 'printed' ? said.text : undefined;
}

/** A template in Shopify's words, which keeps the day of birth in a metafield of its own. */
function inShopify({ name, description, query, change }: SegmentTemplate) {
  const said = saidToShopify(query.replaceAll("'birth_date'", "'metafields.facts.birth_date'"));
  if (said === undefined) return [];
  return [
    {
      title: name,
      description: change === null ? description : `${description} Change ${lowerFirst(change)}`,
      query: said,
    },
  ];
}

/** As it stands within a sentence; codes of countries stay. */
function lowerFirst(text: string): string {
  return text.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

test('the extension has those of our templates that Shopify can say, as they are today', async () => {
  const ours = segmentTemplates().flatMap(inShopify);
  // `vitest run -u` writes them down again.
  await expect(`${JSON.stringify(ours, null, 2)}\n`).toMatchFileSnapshot(
    new URL('src/templates.json', folder).pathname,
  );
  expect(templates).toMatchObject(ours);
});

test('Shopify takes each query as it stands, and each says what it must say', () => {
  expect(templates.length).toBeGreaterThan(15);
  for (const { title, description, query, queryToInsert, createdOn } of templates) {
    expect(saidToShopify(queryToInsert), title).toBe(query);
    expect(description, title).toMatch(/^[A-Z].*\.$/);
    expect(new Date(createdOn).toISOString().slice(0, 10), title).toBe(createdOn.slice(0, 10));
  }
  expect(new Set(templates.map(({ title }) => title)).size).toBe(templates.length);
});

test('only the birthday needs something of the shop', () => {
  const needing = templates.filter(({ dependencies }) => dependencies !== undefined);
  expect(needing.map(({ title, dependencies }) => [title, dependencies])).toEqual([
    ['Birthday gift', { standardMetafields: ['facts.birth_date'] }],
  ]);
});

test('its configuration names the file, and the place where Shopify asks for it', async () => {
  const text = await readFile(new URL('shopify.extension.toml', folder), 'utf8');
  expect(/target = "(.*)"/.exec(text)?.[1]).toBe('admin.customers.segmentation-templates.data');
  const module = new URL(/module = "(.*)"/.exec(text)?.[1] ?? '', folder);
  expect((await import(module.href)).default().templates).toEqual(templates);
});

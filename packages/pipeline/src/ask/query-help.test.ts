import type { RecordInput, Shop } from '@clientele/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingest } from '../ingest.js';
import type { Parts } from '../parts.js';
import { customer, items, newShop, openStores, order, partsOf, type Stores } from '../street.fixture.js';
import { advance } from '../street.js';
import { completeQuery } from './complete-query.js';
import { diagnoseQuery } from './diagnose-query.js';
import { saveSegment } from './segments.js';

const AT = '2024-05-21T00:00:00Z';

let stores: Stores;
let parts: Parts;
let shop: Shop;

const product = (externalId: string, title: string): RecordInput => ({
  kind: 'product',
  externalId,
  version: { updatedAt: AT },
  title,
});

beforeAll(async () => {
  stores = await openStores();
  parts = partsOf(stores);
  shop = await newShop(stores, 'help');
  const people = [
    customer('1', AT, { language: 'en', tags: ['VIP', 'vip', 'Tea'], email: 'a@x.example' }),
    customer('2', AT, { language: 'en', tags: ['vip'], addresses: [{ country: 'GB' }] }),
    customer('3', AT, { language: 'fr', attributes: { shoe_size: 44 } }),
    order('o1', AT, { customer: '1' }),
    product('tea', "Green tea, 'loose'"),
    product('22423', 'Tea cup'),
    product('jam', 'Jam'),
  ];
  await ingest(parts, shop, { connection: 'web', source: 'help', fingerprint: 'help', retry: {} }, items(people));
  const other = await newShop(stores, 'other');
  const theirs = [customer('1', AT, { language: 'xx', tags: ['theirs'] }), product('theirs', 'Theirs')];
  await ingest(parts, other, { connection: 'web', source: 'other', fingerprint: 'other', retry: {} }, items(theirs));
  await saveSegment(parts, shop, { name: 'Speak French', query: "customer_language = 'fr'" }, 'test');
  await saveSegment(parts, shop, { name: 'English', query: "customer_language = 'en'" }, 'test');
  for (const each of [shop, other]) await advance(parts, each);
});
afterAll(() => stores.close());

/** What is offered where `|` stands: texts of it, what is said of them, and how many profiles have it. */
async function offered(marked: string) {
  const { completions } = await completeQuery(parts, shop, marked.replace('|', ''), marked.indexOf('|'));
  return completions
    .filter(({ kind }) => kind === 'value' || kind === 'segment')
    .map(({ insert, description, profiles }) => [insert, description, profiles]);
}

describe('completion', () => {
  it('has the values of a text, the most frequent first, that begin with what is typed', async () => {
    expect(await offered("customer_language = '|")).toEqual([
      ["'en'", '', 2],
      ["'fr'", '', 1],
    ]);
    expect(await offered("customer_language = 'F|")).toEqual([["'fr'", '', 1]]);
  });

  it('counts each profile of a list once, as one of them writes it', async () => {
    const found = await offered("customer_tags CONTAINS '|");
    expect(found.map(([text, , profiles]) => [String(text).toLowerCase(), profiles])).toEqual([
      ["'vip'", 2],
      ["'tea'", 1],
    ]);
    expect(found.map(([text]) => text)).toContain("'Tea'");
  });

  it('counts the values of a choice, stored or made of scores', async () => {
    expect((await offered('first_channel = |'))[0]).toEqual(["'online_store'", '', 1]);
    expect((await offered('channels CONTAINS |'))[0]).toEqual(["'online_store'", '', 1]);
    expect((await offered('rfm_group = |'))[0]).toEqual(["'PROSPECTS'", '', 2]);
  });

  it('finds products by id and by title, and segments with how many are in them', async () => {
    expect(await offered("products_purchased MATCHES (id = '|")).toContainEqual(["'jam'", 'Jam', null]);
    expect(await offered("products_purchased MATCHES (id = 'tea|")).toEqual([
      ["'tea'", "Green tea, 'loose'", null],
      ["'22423'", 'Tea cup', null],
    ]);
    expect(await offered("in_segment('|")).toEqual([
      ["'english'", 'English', 2],
      ["'speak-french'", 'Speak French', 1],
    ]);
    expect(await offered("in_segment('fr|")).toEqual([["'speak-french'", 'Speak French', 1]]);
  });
});

describe('a diagnosis', () => {
  const warnings = async (query: string) => {
    const found = await diagnoseQuery(parts, shop, query);
    if (found.outcome === 'invalid') throw new Error(found.errors[0]?.message);
    return found.warnings.map(({ code, column, message }) => `${code} ${column} ${message}`);
  };

  it('tells of conditions that hold for nobody and for everybody in this shop', async () => {
    expect(await warnings("customer_language = 'xx' OR number_of_orders < 9 AND customer_language = 'en'")).toEqual([
      "matches-nobody 1 Nobody in this shop meets customer_language = 'xx'",
      'matches-everybody 29 Everybody in this shop meets number_of_orders < 9',
    ]);
    expect(await warnings("in_segment('english') AND rfm_group = 'PROSPECTS'")).toEqual([]);
  });

  it('tells who has no value, and is taken in by a NOT all the same', async () => {
    expect(await warnings("customer_countries NOT CONTAINS 'GB'")).toEqual([
      'absent-under-not 1 2 profiles have no customer_countries, and NOT takes them in',
    ]);
    expect(await warnings("NOT (customer_tags CONTAINS 'tea')")).toEqual([
      'absent-under-not 6 1 profile has no customer_tags, and NOT takes it in',
    ]);
    expect(await warnings("customer_countries NOT CONTAINS 'FR' AND customer_countries IS NOT NULL")).toEqual([
      "matches-everybody 1 Everybody in this shop meets customer_countries NOT CONTAINS 'FR'",
    ]);
    expect(await warnings("customer_language != 'xx' AND NOT (customer_email_domain IS NULL)")).toEqual([
      "matches-everybody 1 Everybody in this shop meets customer_language != 'xx'",
    ]);
  });

  it('has what is odd in any shop beside, and of a saved segment too', async () => {
    expect(await warnings('amount_spent > 900 AND amount_spent > 9')).toEqual([
      'matches-nobody 1 Nobody in this shop meets amount_spent > 900',
      'implied 24 amount_spent > 9 says nothing beside amount_spent > 900: whoever meets that meets both',
    ]);
    expect(await warnings('speak-french')).toEqual([]);
    expect(await diagnoseQuery(parts, shop, 'amount_spend > 1')).toMatchObject({ outcome: 'invalid' });
    expect(await diagnoseQuery(parts, shop, 'attributes.shoe_size > 44')).toMatchObject({
      warnings: [{ code: 'matches-nobody' }],
    });
  });
});

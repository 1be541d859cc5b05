import { dayOf, instant, timeZone } from '@clientele/model';
import { afterAll, expect, test } from 'vitest';
import { bitSet } from './bit-set.js';
import { CONTEXT, conditionOf, EngineShop } from './engine.fixture.js';
import { type BitsRow, bitsOfSome, wordsQuery } from './pass.js';
import { bitsQuery } from './queries.js';

const ZONE = timeZone('America/St_Johns');

/** In Newfoundland it was the 6th again when 7 November 2010 was a minute old. */
const TIMES: Readonly<Record<number, readonly string[]>> = {
  1: ['2010-11-05T12:00:00Z', '2010-11-07T02:30:30Z', '2010-11-07T02:45:00Z'],
  2: ['2010-11-07T02:30:30Z', '2010-11-07T02:50:00Z'],
  3: ['2010-11-07T02:30:30Z', '2010-11-07T12:00:00Z', '2010-11-08T12:00:00Z', '2010-11-08T13:00:00Z'],
};

const shop = new EngineShop({
  customers: [{ profile_no: 4, connection: 'web', external_id: 'nobody' }],
  orders: Object.entries(TIMES).flatMap(([no, times]) =>
    times.map((at, index) => ({
      profile_no: Number(no),
      connection: 'web',
      external_id: `${index}`,
      at: at.replace('T', ' ').replace('Z', '.000'),
      day: dayOf(instant(at), ZONE),
      counted: true,
      channel_kind: 'online_store',
    })),
  ),
});
afterAll(() => shop[Symbol.dispose]());

const context = { ...CONTEXT, timeZone: ZONE, now: instant('2010-11-08T20:00:00Z') };

const COUNTS = ['', ...['>=', '>', '<', '<=', '=', '!='].flatMap((op) => [0, 1, 2].map((n) => `${op} ${n}`)), '>= -1'];
const DATES = ['2010-11-06', '2010-11-07', '2010-11-08', '-24h', '2010-11-07T23:00:30', '1969-01-01'];

test('counts of rows from a time on, or up to one, are those of all rows looked at', () => {
  const asked = ['<', '<=', '>', '>='].flatMap((op) =>
    DATES.flatMap((date) =>
      [...COUNTS, '< 9000000000', 'BETWEEN 1 AND 2', 'NOT IN (1, 3)'].map(
        (count) => `date ${op} ${date}${count && `, count ${count}`}`,
      ),
    ),
  );
  const selected = (also: string) => {
    const queries = asked.map((parameters) => `orders_placed MATCHES (${parameters}${also})`);
    const query = bitsOfSome(
      new Map(queries.map((each, at) => [asked[at] ?? '', conditionOf(each)])),
      context,
      [1, 2, 3, 4],
    );
    const rows = shop.rows<BitsRow>(query).sort((a, b) => a.profile_no - b.profile_no);
    return query.read(rows, () => bitSet(rows, () => false));
  };
  // Whoever asks for the hour too, has every row looked at.
  expect(selected('')).toEqual(selected(', hour >= 0'));
});

test('many conditions in one pass, for everybody or for some, are the same as one by one', () => {
  const queries = [
    'number_of_orders > 1',
    "NOT (in_segment('c0') OR orders_placed MATCHES (date >= 2010-11-08))",
    "in_segment('c1') AND number_of_orders >= 0 AND in_segment('elsewhere')",
    ...Array.from({ length: 70 }, (_, index) => `number_of_orders >= ${index} OR number_of_orders = 0`),
  ];
  const conditions = new Map(queries.map((query, index) => [`c${index}`, conditionOf(query)]));
  const segments = new Map([...conditions, ['elsewhere', conditionOf('number_of_orders = 2')]]);
  const oneByOne = shop.rows<{ profile_no: number; holds: number[] }>(
    bitsQuery([...conditions.values()], { ...context, segments }),
  );
  shop.insert('segment_members', [{ shop: CONTEXT.shop, word_no: 1, profile_no: 2, bits: '64', ever: '64' }]);
  const { sql, params } = wordsQuery(conditions, context);
  const asText = { sql: `SELECT profile_no, toString(w0) AS w0, toString(w1) AS w1 FROM (${sql})`, params };
  const words = shop.rows<{ profile_no: number; w0: string; w1: string }>(asText);
  const some = bitsOfSome(conditions, context, [1, 2, 3, 4, 99]);
  const rows = shop.rows<BitsRow>(some);
  const selected = some.read(rows, () => bitSet(rows, ({ profile_no }) => profile_no === 2));
  for (const { profile_no, holds } of oneByOne) {
    const row = words.find((each) => each.profile_no === profile_no);
    const bits = [BigInt(row?.w0 ?? 0), BigInt(row?.w1 ?? 0)];
    const inWords = queries.flatMap((_, at) =>
      ((bits[Math.floor(at / 64)] ?? 0n) >> BigInt(at % 64)) & 1n ? [at] : [],
    );
    expect(inWords, `${profile_no}`).toEqual(holds);
    const place = rows.findIndex((each) => each.profile_no === profile_no);
    const ofSome = queries.flatMap((_, at) => (((selected.get(`c${at}`)?.[0] ?? 0) >>> place) & 1 ? [at] : []));
    expect(ofSome, `${profile_no}`).toEqual(holds);
  }
  expect(rows).toHaveLength(4);
});

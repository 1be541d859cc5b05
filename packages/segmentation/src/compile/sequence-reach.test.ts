import { dayOf, instant, shopId, timeZone } from '@clientele/model';
import { afterAll, expect, test } from 'vitest';
import { aContext, anEvent, anOrder, aProfile } from '../reference/records.fixture.js';
import { evaluateProfile } from '../reference/reference.js';
import { CONTEXT, conditionOf, EngineShop } from './engine.fixture.js';
import { memberBit } from './member-word.js';
import { wordsQuery } from './pass.js';
import { membersQuery } from './queries.js';

const ZONE = timeZone('America/St_Johns');
const NOW = instant('2010-11-09T20:00:00Z');
/** In Newfoundland it was the 6th again when 7 November 2010 was a minute old. Two moments are the same. */
const TIMES = [
  '2010-11-06T23:30:00.000Z',
  '2010-11-07T02:30:30.000Z',
  '2010-11-07T02:31:30.000Z',
  '2010-11-07T02:31:30.000Z',
  '2010-11-08T12:00:00.000Z',
].map((at) => ({ at, day: dayOf(instant(at), ZONE) }));
const DID = ['product_viewed', 'product_added', 'order', undefined] as const;

/** Each way in which somebody may have done one thing, another or none at these moments. */
const PEOPLE = Array.from({ length: DID.length ** TIMES.length }, (_, person) =>
  TIMES.flatMap((time, place) => {
    const what = DID[Math.floor(person / DID.length ** place) % DID.length];
    return what === undefined ? [] : [{ ...time, place, what }];
  }),
);
const rowsOf = (isOrder: boolean) =>
  PEOPLE.flatMap((done, person) =>
    done.flatMap(({ at, day, place, what }) =>
      (what === 'order') === isOrder
        ? [
            {
              profile_no: person + 1,
              connection: 'web',
              external_id: `${person}-${place}`,
              at: at.replace('T', ' ').replace('Z', ''),
              day,
              channel_kind: 'app',
              ...(isOrder ? { counted: true } : { name: what }),
            },
          ]
        : [],
    ),
  );
const shop = new EngineShop({ orders: rowsOf(true), events: rowsOf(false) });
afterAll(() => shop[Symbol.dispose]());

const profiles = PEOPLE.map((done) =>
  aProfile({
    orders: done.flatMap(({ at, what }) => (what === 'order' ? [anOrder({ placedAt: at })] : [])),
    events: done.flatMap(({ at, what }) => (what === 'order' ? [] : [anEvent({ name: what, at })])),
  }),
);
const context = { ...CONTEXT, timeZone: ZONE, now: NOW };
const asked = aContext({ now: NOW, shop: { id: shopId('demo'), timeZone: ZONE, currency: 'GBP' } });

const STEPS = { v: 'events.product_viewed', a: 'events.product_added (date >= 2010-11-06)', o: 'orders_placed' };

/** `v > a 2d > !o` is THEN, WITHIN and NOT. */
function queryOf(sequence: string): string {
  const steps = sequence.split(' > ').map((step) => {
    const [name = '', within] = step.split(' ');
    const rows = STEPS[name.replace('!', '') as keyof typeof STEPS];
    return `${name.startsWith('!') ? 'NOT ' : ''}${rows}${within === undefined ? '' : ` WITHIN ${within}`}`;
  });
  return `SEQUENCE (${steps.join(' THEN ')})`;
}

const WITHIN = ['', ' 1min', ' 33h', ' 0d', ' 1m'];
/** Each is asked with all lengths of time in place of W. */
const FORMS = [
  'a > oW',
  'o > aW',
  'a > !oW',
  'o > !oW',
  'v > aW > o 33h',
  'v > a 1d > oW',
  'o > oW > o',
  'v > !a > oW',
  'v > o 1d > !aW',
  'v > !oW > !a 1min',
  'v > !a 1min > oW',
  'v > a > oW > v',
];

test.each(FORMS)(
  '%s selects by whole arrays whom the reference does, alone and among others',
  (form) => {
    const queries = WITHIN.map((within) => queryOf(form.replace('W', within)));
    const conditions = queries.map(conditionOf);
    const expected = conditions.map((condition) =>
      profiles.flatMap((profile, person) => (evaluateProfile(condition, profile, asked) ? [person + 1] : [])),
    );
    for (const [at, condition] of conditions.entries()) {
      if (at % 2 === 0) continue;
      const members = shop.rows<{ profile_no: number }>(membersQuery(condition, context, { limit: 2000 }));
      expect(members.map(({ profile_no }) => profile_no)).toEqual(expected[at]);
    }

    const { sql, params } = wordsQuery(new Map(queries.map((query) => [query, conditionOf(query)] as const)), context);
    const rows = shop.rows<{ profile_no: number; w0: string }>({
      sql: `SELECT profile_no, toString(w0) AS w0 FROM (${sql}) ORDER BY profile_no`,
      params,
    });
    const together = queries.map((_, at) =>
      rows.flatMap(({ profile_no, w0 }) => ((BigInt(w0) >> BigInt(memberBit(at).bit)) & 1n ? [profile_no] : [])),
    );
    expect(together).toEqual(expected);
  },
  120_000,
);

test('sequences whose rows are of several kinds are not gone through row by row, where that can be', () => {
  const sqlOf = (sequence: string) => membersQuery(conditionOf(queryOf(sequence)), context, { limit: 1 }).sql;
  for (const sequence of ['a > o 33h', 'a > !o 33h', 'v > a 33h > o 33h']) {
    expect(sqlOf(sequence)).toContain('arraySort');
    expect(sqlOf(sequence)).not.toContain('arrayFold');
  }
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkLanguage, checkQuery } from '../check/check-query.js';
import { SHOPIFY_TARGETS, shopifyText } from '../shopify/shopify-text.js';
import { faultInAsking } from './asking.fixture.js';
import { anyCondition } from './condition.fixture.js';
import { MAX_QUERY_LENGTH } from './limits.js';
import { type InvalidQuery, type ParsedQuery, parseQuery } from './parse-query.js';
import { printCondition } from './print-condition.js';
import { EXAMPLES, SHOPIFY_QUERIES, SHOPIFYQL_QUERIES } from './published-queries.fixture.js';

const INPUTS = Number(process.env.CLIENTELE_FUZZ_INPUTS ?? 20_000);
const IS_LONG = INPUTS > 20_000;
const SEED = Number(process.env.CLIENTELE_TEST_SEED ?? 7);

const PIECES = [
  ...'()\'"\\,%=!<>-+*/.:;$“‘\n\r\t _?0',
  ...['AND', 'NOT', 'IN', 'TOP', 'BETWEEN', 'OF', 'MATCHES', 'THEN', 'WITHIN', 'IS', 'NULL', 'BY', 'UP', 'CONTAINS'],
  ...['SEQUENCE (', 'FROM customers WHERE ', ' GROUP BY a', 'in_sample(', 'anniversary(', 'coordinates = ', 'f(id: '],
  ...[' + ', ' - ', '-7d', '7d', '-6h', '2024-02-30', '1e5', '007', 'x', "'x'", 'today', 'true'],
  ...['\0', '\ud800', '🎁', '\ufeff', '((((', '))))'],
];

/** What none of the examples asks, and might be read as something else in another place. */
const OTHERS = [
  'attributes.newsletter = true',
  "first.x OF events.page_viewed = 'red' AND usual.x OF events.page_viewed = 'r' AND sum.x OF events.page_viewed > 3",
  'events.page_viewed MATCHES (property.x = 4, last.x >= 2024-01-01, distinct.x > 1, hour BETWEEN 2 AND 22)',
  'orders_placed MATCHES (gift = false, discounted = true, average_amount > 1.5, count = 2)',
  "share_of_count OF orders_placed (channel = 'app') > 0.5 OR first_date OF orders_placed + 6h < -7d",
  "(today - last_order_date) * 2 >= number_of_orders AND anniversary('birth_date') = today",
  "'' != customer_language AND products_purchased MATCHES (tag = 'x', last_category = 'y') AND rfm_recency >= 2",
  'last_order_date IN (today, attributes.last_visit) AND NOT amount_spent BETWEEN 5 AND average_order_value',
];

/** A small generator of numbers (mulberry32), so that a failing input can be drawn again. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

test(`${INPUTS} mutated queries are read and asked, or refused at a place within them`, {
  timeout: 60_000 + 10 * INPUTS,
}, () => {
  const below = numbers(SEED);
  const drawn = fc.sample(anyCondition, { numRuns: 300, seed: SEED }).map(printCondition);
  const corpus = [
    ...OTHERS,
    ...EXAMPLES,
    ...SHOPIFY_QUERIES,
    ...SHOPIFYQL_QUERIES,
    ...drawn.filter(({ length }) => length < 400),
  ];
  const words = corpus.slice(0, OTHERS.length + EXAMPLES.length).flatMap((query) => query.split(/(?<=[ (])|(?=[,)])/));
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
  for (let made = 0; made < INPUTS; made += 1) {
    let text = pick(corpus);
    for (let times = below(4); times >= 0; times -= 1) {
      if (below(2) === 0) {
        // A word for a word often leaves a query that can be read, and seldom one that makes sense.
        const parts = text.split(/(?<=[ (])|(?=[,)])/);
        text = parts.with(below(parts.length), pick(words)).join('');
        continue;
      }
      const [from, length] = [below(text.length + 1), below(8)];
      const piece = pick([pick(PIECES), '', text.slice(from, from + 2 * length), pick(corpus).slice(below(30))]);
      text = text.slice(0, from) + piece + text.slice(from + length);
    }
    const fault = faultOf(text);
    if (fault !== undefined) expect.fail(`${fault}: ${JSON.stringify(text)}`);
  }
});

/** A text of so many characters at most. */
type Repeating = (length: number) => string;
const repeating =
  (piece: string, begin = '', end = ''): Repeating =>
  (length) =>
    `${begin}${piece.repeat((length - begin.length - end.length) / piece.length)}${end}`;

const REPEATED: readonly Repeating[] = [
  ...['(', ')', 'NOT ', 'a.', "a.'", "'", '"', '“', '\\', 'a = 1 ', 'a + ', '-', 'a IN (', 'f(id: (', '1:', '\n'].map(
    (piece) => repeating(piece),
  ),
  repeating('number_of_orders = 1 OR ', '', 'number_of_orders = 1'),
  repeating("'x', ", 'first_channel IN (', "'x')"),
  repeating('amount_spent + ', '', 'amount_spent > 1'),
  repeating('x', "first_channel = '", "'"),
];

test('the longest texts are read, or refused at a place within them', () => {
  for (const repeated of REPEATED) expect(faultOf(repeated(MAX_QUERY_LENGTH))).toBeUndefined();
});

test.skipIf(!IS_LONG)('twice the length takes twice the time', { timeout: 300_000 }, () => {
  for (const repeated of REPEATED) {
    const [half = 0, whole] = [MAX_QUERY_LENGTH / 2, MAX_QUERY_LENGTH].map((length) => timeToCheck(repeated(length)));
    expect(whole, repeated(80)).toBeLessThan(3 * half + 5_000);
  }
});

/** Microseconds that this thread works to check a text eight times, the least of some tries. */
function timeToCheck(text: string): number {
  const tries = Array.from({ length: 3 }, () => {
    const before = process.threadCpuUsage();
    for (let times = 0; times < 8; times += 1) checkQuery(text);
    return process.threadCpuUsage(before).user;
  });
  return Math.min(...tries);
}

/** What is wrong with how a text was read and asked, or undefined. */
function faultOf(text: string): string | undefined {
  const parsed = parseQuery(text);
  if (parsed.outcome === 'parsed') {
    const again = parseQuery(printCondition(parsed.condition));
    const same = again.outcome === 'parsed' && JSON.stringify(again.condition) === JSON.stringify(parsed.condition);
    if (!same) return 'what is printed is read as something else';
    return faultInChecking(parsed, text) ?? faultInAsking(parsed);
  }
  return faultInErrors(parsed, text);
}

/** The same of what the type check and the translation say. */
function faultInChecking(parsed: ParsedQuery, text: string): string | undefined {
  const checked = checkLanguage(parsed);
  if (checked.outcome === 'invalid') return faultInErrors(checked, text);
  if (checkLanguage(checked.canonical).outcome === 'invalid') return 'what was checked is invalid';
  const answers = [checkQuery(parsed), ...SHOPIFY_TARGETS.map((target) => shopifyText(checked, target))];
  return answers
    .map((answer) => {
      if (answer.outcome === 'invalid') return faultInErrors(answer, text);
      const isRead = answer.outcome === 'valid' || checkLanguage(answer.text).outcome === 'valid';
      return isRead ? undefined : 'what was written for Shopify is invalid';
    })
    .find((fault) => fault !== undefined);
}

function faultInErrors(parsed: InvalidQuery, text: string): string | undefined {
  if (parsed.errors.length === 0) return 'no error';
  let last = -1;
  for (const { offset, length, line, column, message, hint } of parsed.errors) {
    if (offset <= last || offset + length > text.length) return 'a place out of order or outside';
    const before = text.slice(0, offset).split(/\r\n|\r|\n/);
    if (before.length !== line || column < 1) return 'a wrong line or column';
    if (message.length > 250 || (hint?.length ?? 0) > 250) return 'a long message';
    last = offset;
  }
  return undefined;
}

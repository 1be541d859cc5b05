import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyCondition } from './condition.fixture.js';
import { parseQuery } from './parse-query.js';
import { printCondition } from './print-condition.js';

test('what is printed is read as the same condition, and prints as the same text', () => {
  fc.assert(
    fc.property(anyCondition, (condition) => {
      const printed = printCondition(condition);
      const parsed = parseQuery(printed);
      if (parsed.outcome === 'invalid') throw new Error(`${printed}: ${parsed.errors[0]?.message}`);
      expect(parsed.condition).toEqual(condition);
      expect(printCondition(parsed.condition)).toBe(printed);
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ["a='x'and b=1", "a = 'x' AND b = 1"],
  ['a = 1 or b = 2 and c = 3', 'a = 1 OR b = 2 AND c = 3'],
  ['(a = 1 or b = 2) and (c = 3 and d = 4)', '(a = 1 OR b = 2) AND c = 3 AND d = 4'],
  ['(((a = 1)))', 'a = 1'],
  ['a = 1 or (b = 2 or c = 3)', 'a = 1 OR b = 2 OR c = 3'],
  ['NOT(a=1 and b=2) and not a is not null', 'NOT (a = 1 AND b = 2) AND NOT a IS NOT NULL'],
  ["not not a not contains 'x'", "NOT NOT a NOT CONTAINS 'x'"],
  ['not a = 1 or b = 2', 'NOT a = 1 OR b = 2'],
  ['a between -0d and TODAY and b = TRUE', 'a BETWEEN -0d AND today AND b = true'],
  ["a in(1,2)and b not in('x')", "a IN (1, 2) AND b NOT IN ('x')"],
  ['a in top 10.50 % or a in Bottom 005%', 'a IN TOP 10.5% OR a IN BOTTOM 5%'],
  ['f matches( )', 'f MATCHES ()'],
  [
    "f not matches(id in (007,'a\\'\\\\b'),count between 1 and 2)",
    "f NOT MATCHES (id IN (007, 'a\\'\\\\b'), count BETWEEN 1 AND 2)",
  ],
  ['a = +3M and b = 2024-05-01t18:30:00', 'a = +3m AND b = 2024-05-01T18:30:00'],
  ["in_segment( 'vip' )", "in_segment('vip')"],
  ['7 >= a', '7 >= a'],
  ['(a + b) * (c - d) / (e) > (f - (g + -1))', '(a + b) * (c - d) / e > f - (g + -1)'],
  ['not (a / 2) in (b, c) and ((a) = 1)', 'NOT a / 2 IN (b, c) AND a = 1'],
  ['a <= b + 7D and a > -6H', 'a <= b + 7d AND a > -6h'],
  ['COUNT of f(x = 1)up by 250%', 'COUNT OF f (x = 1) UP BY 250%'],
  ['f not_matches (a is null, b not contains 5)', 'f NOT MATCHES (a IS NULL, b NOT CONTAINS 5)'],
  ["a.'b'.'c d' = events.'b' and customer.metafields.x.y = 1", "a.b.'c d' = events.'b' AND metafields.x.y = 1"],
  ['sequence(f(a=1)then not g within 90MIN)', 'SEQUENCE (f (a = 1) THEN NOT g WITHIN 90min)'],
  ["in_sample(010.0%,'s')", "in_sample(10%, 's')"],
  ['NOT in_hold_out ( )', 'NOT in_hold_out()'],
  ["added_to('vip')AND NOT excluded_from( 'vip')", "added_to('vip') AND NOT excluded_from('vip')"],
  ["anniversary(date: 'customer.metafields.a.b') is null", 'metafields.a.b IS NULL'],
  ["anniversary('a') not in(today)", "anniversary('a') NOT IN (today)"],
  ["f matches(coordinates = '1.5, -2')", 'f MATCHES (coordinates = (1.5, -2))'],
  ['f() = false or f() != true or f() != false', 'f NOT MATCHES () OR f NOT MATCHES () OR f MATCHES ()'],
  ['f(until: -1d, id: (1, 2), since: 30_days_ago) = true', 'f MATCHES (id IN (1, 2), date BETWEEN -30d AND -1d)'],
  ['f(constructor: 3) = true', 'f MATCHES (constructor = 3)'],
  ['f(count_at_least: 3, since: today) = true', 'f MATCHES (count >= 3, date >= today)'],
  ['f(coordinates: (1, 2), distance_mi: 3) = true', 'f MATCHES (coordinates = (1, 2), distance_mi = 3)'],
  ['from customers show a, b desc where a = 1 or b = 2 group by a order by b asc, c', 'a = 1 OR b = 2'],
  ['a\n=\t1\r\nAND\u00a0b != 2', 'a = 1 AND b != 2'],
])('%j', (text, canonical) => {
  const parsed = parseQuery(text);
  expect(parsed.outcome === 'parsed' ? printCondition(parsed.condition) : parsed.errors).toBe(canonical);
});

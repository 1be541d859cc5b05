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
  ['a\n=\t1\r\nAND\u00a0b != 2', 'a = 1 AND b != 2'],
])('%j', (text, canonical) => {
  const parsed = parseQuery(text);
  expect(parsed.outcome === 'parsed' ? printCondition(parsed.condition) : parsed.errors).toBe(canonical);
});

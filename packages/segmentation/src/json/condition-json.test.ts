import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkQuery } from '../check/check-query.js';
import { anyCondition } from '../text/condition.fixture.js';
import { parseQuery } from '../text/parse-query.js';
import { printCondition } from '../text/print-condition.js';
import { EXAMPLES, SHOPIFY_QUERIES, SHOPIFYQL_QUERIES } from '../text/published-queries.fixture.js';
import { conditionJson, conditionPath, readConditionJson } from './condition-json.js';

const written = (condition: Parameters<typeof conditionJson>[0]): unknown =>
  JSON.parse(JSON.stringify(conditionJson(condition)));

test('any condition comes back from JSON as it was', () => {
  fc.assert(
    fc.property(anyCondition, (condition) => {
      expect(readConditionJson(written(condition))).toMatchObject({ outcome: 'parsed', condition });
    }),
    { numRuns: 500 },
  );
});

test('published queries and all examples come back from JSON as they were', () => {
  for (const query of [...EXAMPLES, ...SHOPIFY_QUERIES, ...SHOPIFYQL_QUERIES]) {
    const parsed = parseQuery(query);
    if (parsed.outcome === 'invalid') throw new Error(query);
    const read = readConditionJson(written(parsed.condition));
    expect(read.outcome === 'parsed' && printCondition(read.condition)).toBe(printCondition(parsed.condition));
  }
});

const VALID = { kind: 'segment', handle: 'vip' };
const tested = (amount: unknown, test: unknown) => ({ kind: 'test', amount, test });
const TWO = { kind: 'number', digits: '2' };
const A = { kind: 'attribute', name: 'a' };

test.each<[condition: unknown, path: string, message: RegExp]>([
  [undefined, 'condition', /invalid/i],
  [{ kind: 'xor' }, 'condition.kind', /invalid/i],
  [{ kind: 'and', conditions: [VALID] }, 'condition.conditions', />=2/],
  [{ ...VALID, extra: 1 }, 'condition', /extra/],
  [
    { kind: 'not', condition: tested(A, { kind: 'comparison', operator: '~', value: TWO }) },
    'condition.condition.test.operator',
    /invalid/i,
  ],
  [
    tested({ kind: 'attribute', name: 'A b' }, { kind: 'presence', present: true }),
    'condition.amount.name',
    /is no name/,
  ],
  [
    tested({ kind: 'attribute', name: "property.'a'" }, { kind: 'presence', present: true }),
    'condition.amount.name',
    /is no name/,
  ],
  [
    tested(A, { kind: 'in', values: [TWO, { kind: 'number', digits: 'x' }], negated: false }),
    'condition.test.values[1].digits',
    /digits/,
  ],
  [
    tested(A, { kind: 'comparison', operator: '=', value: { kind: 'day', day: '2023-02-29' } }),
    'condition.test.value.day',
    /is no day/,
  ],
  [
    { kind: 'or', conditions: [VALID, tested(A, { kind: 'trend', direction: 'up', percent: '5' })] },
    'condition.conditions[1]',
    /UP follows a measure/,
  ],
  [
    { kind: 'not', condition: { kind: 'and', conditions: [VALID, { kind: 'and', conditions: [VALID, VALID] }] } },
    'condition.condition.conditions[1]',
    /beside the others/,
  ],
  [tested({ kind: 'attribute', name: 'today' }, { kind: 'presence', present: true }), 'condition', /another condition/],
  [{ kind: 'sample', percent: '101', seed: 'x' }, 'condition', /at most 100/],
  [{ kind: 'segment', handle: 'x'.repeat(20_001) }, 'condition', /at most 20000 characters/],
])('%j is refused', (condition, path, message) => {
  const read = readConditionJson({ version: 1, condition });
  if (read.outcome === 'parsed') throw new Error(printCondition(read.condition));
  expect(read.errors[0]?.path).toBe(path);
  expect(read.errors[0]?.message).toMatch(message);
});

test('what is no condition at all is refused', () => {
  let deep: unknown = VALID;
  for (let level = 0; level < 100_000; level += 1) deep = { kind: 'not', condition: deep };
  expect(readConditionJson({ version: 1, condition: deep })).toMatchObject({ errors: [{ code: 'too-deep' }] });
  let nested: unknown = VALID;
  for (let level = 0; level < 290; level += 1) nested = { kind: 'not', condition: nested };
  expect(readConditionJson({ version: 1, condition: nested })).toMatchObject({ errors: [{ code: 'no-query' }] });
  for (const json of [null, 5, [], 'x', { condition: VALID }, { version: 2, condition: VALID }]) {
    expect(readConditionJson(json)).toMatchObject({ errors: [{ code: 'wrong-version', path: 'version' }] });
  }
});

test('what the type check finds has its path too', () => {
  const query = "amount_spent > 1 AND NOT orders_placed MATCHES (date > 5, kount > 2) OR rfm_group IN ('NEW', 'OLD')";
  const parsed = parseQuery(query);
  if (parsed.outcome === 'invalid') throw new Error(query);
  const read = readConditionJson(written(parsed.condition));
  const checked = read.outcome === 'parsed' ? checkQuery(read) : undefined;
  if (read.outcome !== 'parsed' || checked?.outcome !== 'invalid') throw new Error('it is valid');
  expect(checked.errors.map((error) => conditionPath(read, error))).toEqual([
    'condition.conditions[0].conditions[1].condition.rows.parameters[0].test.value',
    'condition.conditions[0].conditions[1].condition.rows.parameters[1]',
    'condition.conditions[1].test.values[1]',
  ]);
});

test('JSON with a part of another condition in it is read as it stands, or refused', () => {
  fc.assert(
    fc.property(anyCondition, anyCondition, fc.nat(), fc.nat(), (condition, other, at, from) => {
      const json = written(condition);
      const places = slotsIn(json);
      const parts = slotsIn(written(other));
      const [holder, key] = places[at % places.length] ?? [{}, ''];
      const [otherHolder, otherKey] = parts[from % parts.length] ?? [{}, ''];
      holder[key] = otherHolder[otherKey];
      const read = readConditionJson(json);
      if (read.outcome === 'parsed') expect({ version: 1, condition: read.condition }).toEqual(json);
      else expect(read.errors.length).toBeGreaterThan(0);
    }),
    { numRuns: 1_000 },
  );
});

type Holder = Record<string, unknown>;

/** Every place in JSON where a value stands. */
function slotsIn(json: unknown): (readonly [Holder, string])[] {
  if (typeof json !== 'object' || json === null) return [];
  const holder = json as Holder;
  return Object.keys(holder).flatMap((key) => [[holder, key] as const, ...slotsIn(holder[key])]);
}

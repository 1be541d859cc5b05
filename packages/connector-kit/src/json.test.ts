import { expect, test } from 'vitest';
import { canonicalJson, isJson } from './json.js';

test('the same JSON has one text, whatever the order of its names', () => {
  expect(canonicalJson({ b: [1, null, { d: 'é"', c: true }], a: undefined })).toBe(
    '{"b":[1,null,{"c":true,"d":"é\\""}]}',
  );
  expect(canonicalJson({ a: 1, b: 2 })).toBe(canonicalJson({ b: 2, a: 1 }));
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
});

test.each([new Date(0), new Map(), { a: undefined }, [Number.NaN], () => 1, 1n])(
  'what JSON cannot say is told: %s',
  (value) => {
    expect(isJson(value)).toBe(false);
  },
);

test('what it can say is', () => {
  expect(isJson({ a: [1, 'x', null, { b: false }] })).toBe(true);
});

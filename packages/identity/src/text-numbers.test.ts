import { expect, test } from 'vitest';
import { TextNumbers } from './text-numbers.js';

test('each text has one number, in the order of appearance, also after growing', () => {
  const numbers = new TextNumbers();
  const texts = Array.from({ length: 20_000 }, (_, index) => `text ${index}`);
  expect(texts.map((text) => numbers.numberOf(text))).toEqual([...texts.keys()]);
  expect(numbers.numberOf('text 4711')).toBe(4711);
  expect(numbers.numberOf('')).toBe(20_000);
  expect(numbers.count).toBe(20_001);
});

import { expect, it } from 'vitest';
import { compareTexts } from './text-order.js';

it('orders texts as their UTF-8 bytes are ordered', () => {
  const texts = ['', '10', '9', 'Z', 'a', 'a ', 'ab', 'é', '\uffee', '😀'];
  const bytes = texts.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  expect(texts.toReversed().sort(compareTexts)).toEqual(bytes);
  for (const text of texts) expect(compareTexts(text, text)).toBe(0);
});

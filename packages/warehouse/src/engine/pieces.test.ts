import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pieces } from './pieces.ts';

async function cut(chunks: readonly string[], limit: number, cutBetweenLines = true): Promise<string[]> {
  async function* body() {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  const all: string[] = [];
  for await (const piece of pieces(body(), limit, cutBetweenLines)) all.push(piece.toString());
  return all;
}

test('a body within the limit is one piece', async () => {
  expect(await cut(['ab\n', 'cd\n'], 6)).toEqual(['ab\ncd\n']);
  expect(await cut(['ab', 'cd'], 4, false)).toEqual(['abcd']);
});

test('an empty body is no piece', async () => {
  expect(await cut([], 4)).toEqual([]);
});

test('whatever the chunks, pieces are whole lines within the limit and add up to the body', async () => {
  const lines = fc.array(fc.stringMatching(/^[a-z]{0,9}$/), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(
      lines,
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 10, max: 25 }),
      async (all, size, limit) => {
        const body = `${all.join('\n')}\n`;
        const result = await cut(body.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? [], limit);
        expect(result.join('')).toBe(body);
        for (const piece of result) {
          expect(piece.length).toBeLessThanOrEqual(limit);
          expect(piece.endsWith('\n')).toBe(true);
        }
      },
    ),
  );
});

test('a line longer than the limit is refused, and a long body that may not be cut', async () => {
  await expect(cut(['abcdef\n'], 4)).rejects.toThrow('A line of the body may not be longer than 4 bytes');
  await expect(cut(['a\n', 'b\nc\n'], 4, false)).rejects.toThrow('may not be longer than 4 bytes');
});

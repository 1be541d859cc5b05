import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { ProgressBar } from './progress-bar.js';

it('shows work that takes more than a second, whatever was done before it', () => {
  let now = 0;
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  const bar = new ProgressBar(stream, () => now);
  now = 5_000;
  bar.show({ label: 'deriving', done: 0, of: 2 });
  now = 5_900;
  bar.show({ label: 'deriving', done: 1, of: 2 });
  expect(stream.read()).toBe(null);
  now = 6_100;
  bar.show({ label: 'deriving', done: 2, of: 2 });
  bar.stop();
  expect(String(stream.read())).toMatch(/deriving .* 100%/);
});

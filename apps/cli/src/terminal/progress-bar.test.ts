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

it('counts where nobody knows how much there is', () => {
  let now = 0;
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  const bar = new ProgressBar(stream, () => now);
  for (const done of [0, 100, 1200]) {
    bar.show({ label: 'web: orders', done, of: 0 });
    now += 2_000;
  }
  bar.stop();
  expect(String(stream.read())).toMatch(/web: orders +1200/);
});

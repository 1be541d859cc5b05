import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const bundle = readFileSync(new URL('../dist/bundles/profile.js', import.meta.url));

it('fits the card into 25 kB of gzip', () => {
  expect(gzipSync(bundle).byteLength).toBeLessThanOrEqual(25_000);
});

it('is one file that loads nothing else and needs no eval', () => {
  expect(bundle.toString()).not.toMatch(/\bimport\s*[({"'*]|\bfrom\s*["']|\beval\(|new Function/);
});

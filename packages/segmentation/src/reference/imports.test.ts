import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const FOLDER = new URL('./', import.meta.url);
/** A frozen cut-off is found by the canonical text of what it is of. */
const ALLOWED =
  /^(@clientele\/model|node:crypto|\.\.\/tree\/[a-z-]+\.js|\.\.\/plain-profile\.js|\.\.\/text\/print-condition\.js|\.\/[a-z-]+\.js)$/;

it('imports nothing but the model, the tree and plain profiles: no compiler, no catalogue, no SQL', () => {
  const sources = readdirSync(FOLDER).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  expect(sources.length).toBeGreaterThan(5);
  for (const name of sources) {
    const source = readFileSync(new URL(name, FOLDER), 'utf8');
    const imported = [...source.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map(([, path]) => path);
    expect(imported.filter((path) => !ALLOWED.test(path ?? '')).map((path) => `${name} imports ${path}`)).toEqual([]);
    expect(source).not.toMatch(/\bSELECT\b|require\(/);
  }
});

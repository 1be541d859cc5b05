import { readFileSync } from 'node:fs';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const queriesIn = (file: string): readonly string[] =>
  read(`./fixtures/${file}`)
    .split('\n')
    .filter((line) => line.includes('\t'))
    .map((line) => line.split('\t')[1] ?? '');

/** Queries of Shopify's language as they were published. */
export const SHOPIFY_QUERIES = queriesIn('segment-queries.txt');
export const SHOPIFYQL_QUERIES = queriesIn('shopifyql-customers-queries.txt');
export const INVALID_QUERIES = queriesIn('segment-queries-invalid.txt');

const examplesIn = (page: string): readonly (readonly [number: number, query: string])[] =>
  [...read(`../../../../docs/${page}`).matchAll(/^\| (\d+) \| `([^`]+)` \|/gm)].map(
    ([, number = '', query = '']) => [Number(number), query] as const,
  );
const queriesOf = (examples: ReturnType<typeof examplesIn>) =>
  [...examples].sort(([a], [b]) => a - b).map(([, query]) => query);
const askable = examplesIn('segment-language.md');

/** The examples of the page that defines the language: all of them can be asked. */
export const ASKABLE_EXAMPLES = queriesOf(askable);

/** Those and the examples of what it grows into, in the order of their numbers. */
export const EXAMPLES = queriesOf([...askable, ...examplesIn('proposals/segment-language.md')]);

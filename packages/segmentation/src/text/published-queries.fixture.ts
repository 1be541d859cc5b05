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

const examples = [...read('../../../../docs/segment-language.md').matchAll(/^\| (\d+) \| `([^`]+)` \|/gm)];

/** The examples of the page that defines the language, in the order of their numbers. */
export const EXAMPLES: readonly string[] = examples
  .map(([, number = '', query = '']) => ({ number: Number(number), query }))
  .sort((a, b) => a.number - b.number)
  .map(({ query }) => query);

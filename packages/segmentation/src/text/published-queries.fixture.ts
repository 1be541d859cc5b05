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

/** The examples of the page that describes the whole language. */
export const EXAMPLES: readonly string[] = [
  ...read('../../../../docs/proposals/segment-language.md').matchAll(/^\| \d+ \| `([^`]+)` \|/gm),
].map(([, query = '']) => query);

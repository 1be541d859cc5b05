import { readFile } from 'node:fs/promises';
import { buildSchema, type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { expect, test } from 'vitest';
import { gatewaySchema } from './schema/build-schema.js';
import { rulesOf } from './schema/field-rules.js';

test('is the schema that is written down; where a change is meant, dist/write-schema.js writes it', async () => {
  const written = buildSchema(await readFile(new URL('../schema.graphql', import.meta.url), 'utf8'));
  const text = (schema: GraphQLSchema) => printSchema(lexicographicSortSchema(schema));
  expect(text(await gatewaySchema())).toBe(text(written));
});

test('says of every root field what a key must be allowed to do', async () => {
  const schema = await gatewaySchema();
  const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
    Object.values(type?.getFields() ?? {}),
  );
  expect(roots.filter((field) => rulesOf(field).scope === undefined).map(({ name }) => name)).toEqual([]);
  const writing = Object.values(schema.getMutationType()?.getFields() ?? {});
  const readingScopes = ['any', 'read:profiles', 'read:segments', 'widgets'];
  expect(writing.filter((field) => readingScopes.includes(String(rulesOf(field).scope)))).toEqual([]);
});

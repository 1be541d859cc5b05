import { writeFile } from 'node:fs/promises';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { gatewaySchema } from './schema/build-schema.js';

// `node dist/write-schema.js`, then format: writes down the contract that schema.test.ts holds the code against.
const text = printSchema(lexicographicSortSchema(await gatewaySchema()));
await writeFile(new URL('../schema.graphql', import.meta.url), `${text}\n`);

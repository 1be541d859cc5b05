import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { buildSchema, type GraphQLSchema } from 'graphql';
import type { ApiVersion } from './settings.js';

/** Shopify's own description of its Admin API. */
export function adminSchema(version: ApiVersion): GraphQLSchema {
  const file = new URL(`../schema/admin-${version}.schema.graphql.gz`, import.meta.url);
  return buildSchema(gunzipSync(readFileSync(file)).toString(), { assumeValidSDL: true });
}

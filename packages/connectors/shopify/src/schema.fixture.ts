import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { buildSchema, type GraphQLSchema } from 'graphql';
import type { ApiVersion } from './settings.js';

const schemas = new Map<ApiVersion, GraphQLSchema>();

/** Shopify's own description of its Admin API. */
export function adminSchema(version: ApiVersion): GraphQLSchema {
  const known = schemas.get(version);
  if (known !== undefined) return known;
  const file = new URL(`../schema/admin-${version}.schema.graphql.gz`, import.meta.url);
  const schema = buildSchema(gunzipSync(readFileSync(file)).toString(), { assumeValidSDL: true });
  schemas.set(version, schema);
  return schema;
}

import { adminSchemaText } from '@clientele/fakes';
import { buildSchema, type GraphQLSchema } from 'graphql';
import type { ApiVersion } from './settings.js';

const schemas = new Map<ApiVersion, GraphQLSchema>();

/** Shopify's own description of its Admin API. */
export function adminSchema(version: ApiVersion): GraphQLSchema {
  const known = schemas.get(version);
  if (known !== undefined) return known;
  const schema = buildSchema(adminSchemaText(version), { assumeValidSDL: true });
  schemas.set(version, schema);
  return schema;
}

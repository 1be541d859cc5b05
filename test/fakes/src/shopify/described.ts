import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { ApiVersion } from './version.js';

/** What Shopify says of its interface, and samples of what it answers, as they were taken; SOURCE.md says where from. */
const recordings = new URL('../../recordings/shopify/', import.meta.url);

/** The whole schema of a version, as text. */
export function adminSchemaText(version: ApiVersion): string {
  return unpacked(`admin-${version}.graphql.gz`);
}

/** Which fields are protected customer data (`Type.field`), and what a type or field needs, in Shopify's words. */
export interface Access {
  readonly protected: readonly string[];
  readonly scopes: Readonly<Record<string, string>>;
}

export function adminAccess(): Access {
  return JSON.parse(unpacked('access-2026-10.json.gz'));
}

/** The text of a sample. */
export function shopifySample(name: string): string {
  return readFileSync(new URL(`samples/${name}`, recordings), 'utf8');
}

function unpacked(name: string): string {
  return gunzipSync(readFileSync(new URL(`schema/${name}`, recordings))).toString();
}

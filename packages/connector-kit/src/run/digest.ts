import { createHash } from 'node:crypto';
import { canonicalJson } from '../json.js';

/** The same short text for records that say the same, and for no others. */
export function digestOf(record: object): string {
  return createHash('sha256').update(canonicalJson(record)).digest('base64url').slice(0, 22);
}

import { hash } from 'node:crypto';
import { canonicalJson } from '../json.js';

/** The same short text for records that say the same, and for no others. */
export function digestOf(record: object): string {
  return hash('sha256', canonicalJson(record), 'base64url').slice(0, 22);
}

import { randomBytes } from 'node:crypto';

const BYTES = 32;

/** A text that nobody can guess, for headers and addresses. */
export function newSecret(): string {
  return randomBytes(BYTES).toString('base64url');
}

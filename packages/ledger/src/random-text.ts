import { randomBytes } from 'node:crypto';

/** 32 characters without the underscore, which separates the parts of ids and tokens. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** Unguessable lower-case text; every character carries five bits. */
export function randomText(characters: number): string {
  let text = '';
  for (const byte of randomBytes(characters)) text += ALPHABET[byte & 31];
  return text;
}

import { createHash, timingSafeEqual } from 'node:crypto';
import { randomText } from '../random-text.js';

/** A bearer token `prefix_id_secret`: the id finds its row, the secret proves it; only the secret's hash is stored. */
export interface Token {
  readonly id: string;
  /** The whole token, to be shown once and never stored. */
  readonly text: string;
  readonly secretHash: string;
}

const ID_CHARACTERS = 16;
const SECRET_CHARACTERS = 52;
const FORM = new RegExp(`^([a-z]+)_([a-z2-7]{${ID_CHARACTERS}})_([a-z2-7]{${SECRET_CHARACTERS}})$`);

export function newToken(prefix: string): Token {
  const id = randomText(ID_CHARACTERS);
  const secret = randomText(SECRET_CHARACTERS);
  return { id, text: `${prefix}_${id}_${secret}`, secretHash: hash(secret) };
}

/** The id and the secret's hash of a presented token; undefined when it has not the form of this prefix. */
export function readToken(prefix: string, text: string): Omit<Token, 'text'> | undefined {
  const match = FORM.exec(text);
  if (match === null || match[1] !== prefix) return undefined;
  const [, , id = '', secret = ''] = match;
  return { id, secretHash: hash(secret) };
}

/** Compares in constant time, so that answers do not tell how much of a guess was right. */
export function sameHash(a: string, b: string): boolean {
  const left = Buffer.from(a, 'hex');
  const right = Buffer.from(b, 'hex');
  return left.length === right.length && timingSafeEqual(left, right);
}

/** One round of SHA-256 is enough: the secret is 260 random bits, not a password. */
function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Hook } from '../connector.js';

/** How a platform signs its webhooks. */
export interface HmacRecipe {
  /** The header that carries the signature. */
  readonly header: string;
  readonly algorithm: 'sha256' | 'sha1' | 'sha512';
  readonly encoding: 'base64' | 'hex';
  /** Before the signature in its header: `sha256=`. */
  readonly prefix?: string;
  /** What is signed; the raw body unless said otherwise. */
  content?(hook: Hook): readonly (string | Uint8Array)[];
}

/**
 * True where one of the secrets signed the webhook: over its raw bytes, never over JSON written anew, and compared in
 * constant time as text, so that no second spelling of a signature passes. Several secrets are for changing them.
 */
export function isSigned(recipe: HmacRecipe, hook: Hook, secrets: readonly string[]): boolean {
  const { header, algorithm, encoding, prefix = '' } = recipe;
  const signature = hook.headers.get(header);
  if (signature === null) return false;
  const content = recipe.content?.(hook) ?? [hook.body];
  return secrets
    .map((secret) => prefix + hmac(algorithm, secret, content, encoding))
    .some((own) => equal(own, signature));
}

export function hmac(
  algorithm: HmacRecipe['algorithm'],
  secret: string | Uint8Array,
  content: readonly (string | Uint8Array)[],
  encoding: HmacRecipe['encoding'],
): string {
  const digest = createHmac(algorithm, secret);
  for (const part of content) digest.update(part);
  return digest.digest(encoding);
}

/** Compares texts without telling by the time it takes where they differ. */
export function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

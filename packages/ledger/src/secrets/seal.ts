import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { LedgerError } from '../ledger-error.js';
import type { LedgerKey } from './key.js';

const VERSION = 'v1';
const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts text with AES-256-GCM under a fresh random nonce, as `v1.<key id>.<nonce, ciphertext and tag>`. `context`
 * says where the text belongs (table, shop, row): moved elsewhere, it cannot be opened.
 */
export function seal(key: LedgerKey, context: string, text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key.secret, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(context));
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${VERSION}.${key.id}.${sealed.toString('base64url')}`;
}

/** What {@link seal} encrypted. @throws LedgerError `ledger.wrong-key` for another key, another context or a change. */
export function unseal(key: LedgerKey, context: string, text: string): string {
  const [version, keyId, body = ''] = text.split('.');
  if (version !== VERSION || keyId !== key.id) {
    throw new LedgerError('ledger.wrong-key', `a secret (${context}) was encrypted with key ${keyId}, not ${key.id}`);
  }
  const sealed = Buffer.from(body, 'base64url');
  try {
    const decipher = createDecipheriv(ALGORITHM, key.secret, sealed.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch (error) {
    throw new LedgerError('ledger.wrong-key', `a secret (${context}) is damaged or was moved`, error);
  }
}

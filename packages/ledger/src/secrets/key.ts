import { createHash, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { LedgerError } from '../ledger-error.js';
import { randomText } from '../random-text.js';
import { LEDGER_FILE } from '../sqlite.js';

/** What encrypts the ledger's secrets at rest. */
export interface LedgerKey {
  /** Names the key without telling it; every ciphertext carries it. */
  readonly id: string;
  /** 256 bits, in an object that does not print them. */
  readonly secret: KeyObject;
}

/** The file of the key in a data directory, 64 hexadecimal digits, readable by its owner only. */
export const KEY_FILE = 'key';

/**
 * The key to open a ledger with: the one given as 64 hexadecimal digits (the environment's CLIENTELE_KEY), else the
 * data directory's key file, which is made where there is none yet.
 *
 * @throws LedgerError `ledger.key-invalid`, or `ledger.key-missing` where a ledger has lost its key file: a new key
 * could not read the old secrets.
 */
export async function loadKey(directory: string, given?: string): Promise<LedgerKey> {
  if (given !== undefined) return parseKey(given, 'CLIENTELE_KEY');
  const path = join(directory, KEY_FILE);
  if (!existsSync(path)) {
    if (existsSync(join(directory, LEDGER_FILE))) {
      throw new LedgerError(
        'ledger.key-missing',
        `${path} is missing, and the ledger beside it is encrypted with it: put the file back or set CLIENTELE_KEY`,
      );
    }
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await createKeyFile(directory, path);
  }
  return parseKey((await readFile(path, 'utf8')).trim(), path);
}

/** A key from 64 hexadecimal digits; `source` is where they came from, for the message. */
export function parseKey(text: string, source: string): LedgerKey {
  if (!/^[0-9a-f]{64}$/i.test(text)) {
    throw new LedgerError(
      'ledger.key-invalid',
      `${source} must hold a key of 64 hexadecimal digits, such as \`openssl rand -hex 32\` prints`,
    );
  }
  const bytes = Buffer.from(text, 'hex');
  const id = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  return { id, secret: createSecretKey(bytes) };
}

/** The file appears whole or not at all, and the first of two processes that make one wins. */
async function createKeyFile(directory: string, path: string): Promise<void> {
  const draft = `${path}.${randomText(8)}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${randomBytes(32).toString('hex')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  } finally {
    await unlink(draft);
  }
  // The name of the new file must survive a power cut before anything is encrypted with it.
  const folder = await open(directory, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

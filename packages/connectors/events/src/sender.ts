import { createHash, timingSafeEqual } from 'node:crypto';
import { type Hook, isSigned, type Json, standardWebhook } from '@clientele/connector-kit';
import type { Instant } from '@clientele/model';
import type { EventsSettings } from './settings.js';

/** Who sends: a server, which alone knows its key; or a page or an app, whose key everybody can read. */
export type Sender = 'server' | 'page';

const SIGNATURE = { header: 'x-signature', algorithm: 'sha256', encoding: 'hex' } as const;
const STANDARD_SIGNATURE = 'webhook-signature';

/**
 * Who sent it: by a signature of the raw body, by the key in the header, or by the key in the body, where browsers put
 * it that send without asking first. Undefined where nobody did whom we know; a wrong signature is not made good by a key.
 */
export function senderOf(
  hook: Hook,
  keyInBody: Json | undefined,
  settings: EventsSettings,
  now: Instant,
): Sender | undefined {
  const { headers } = hook;
  const { writeKeys } = settings;
  if (headers.has(SIGNATURE.header)) return isSigned(SIGNATURE, hook, writeKeys) ? 'server' : undefined;
  if (headers.has(STANDARD_SIGNATURE)) {
    return standardWebhook(hook, writeKeys, now).outcome === 'verified' ? 'server' : undefined;
  }
  const key = basicName(headers.get('authorization')) ?? keyInBody;
  return typeof key === 'string' ? holderOf(key, settings) : undefined;
}

function holderOf(key: string, { writeKeys, pageKeys }: EventsSettings): Sender | undefined {
  if (isAmong(writeKeys, key)) return 'server';
  return isAmong(pageKeys, key) ? 'page' : undefined;
}

/** The user name of Basic authorization, which is where the clients of the spec put the key. */
function basicName(header: string | null): string | undefined {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header ?? '') ?? [];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8').split(':')[0];
}

/** Digests are of one length, so that not even the length of a key is told by the time it takes. */
function isAmong(keys: readonly string[], key: string): boolean {
  return keys.map((own) => timingSafeEqual(digest(own), digest(key))).includes(true);
}

function digest(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}

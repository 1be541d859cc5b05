import { createHash, timingSafeEqual } from 'node:crypto';
import { type Hook, isSigned, type Json } from '@clientele/connector-kit';
import type { EventsSettings } from './settings.js';

const RECIPE = { header: 'x-signature', algorithm: 'sha256', encoding: 'hex' } as const;

/** True where the sender knows a write key, in the header or in the body as browsers must send it, or signed the body. */
export function isLetIn(hook: Hook, body: { readonly [name: string]: Json }, settings: EventsSettings): boolean {
  if (hook.headers.has(RECIPE.header)) return isSigned(RECIPE, hook, settings.signingSecrets);
  const key = basicName(hook.headers.get('authorization')) ?? body.writeKey;
  return typeof key === 'string' && settings.writeKeys.map((own) => isSame(own, key)).includes(true);
}

/** The user name of Basic authorization, which is where the clients of the spec put the key. */
function basicName(header: string | null): string | undefined {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header ?? '') ?? [];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8').split(':')[0];
}

/** Digests are of one length, so that not even the length of a key is told by the time it takes. */
function isSame(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}

import { type Instant, msOfInstant } from '@clientele/model';
import type { Hook } from '../connector.js';
import { equal, hmac } from './hmac.js';

/** How far a webhook's own time may be from ours: an older one may be a replay. */
const TOLERANCE_MS = 300_000;
const PREFIX = 'whsec_';

export type Verified =
  | { readonly outcome: 'verified'; readonly id: string }
  | { readonly outcome: 'refused'; readonly reason: string };

/**
 * Verifies a webhook as standardwebhooks.com has it. A library exists, but reads the clock itself; here `now` is a
 * parameter. Several secrets, each base64 with or without `whsec_` before it, are for changing them.
 */
export function standardWebhook(hook: Hook, secrets: readonly string[], now: Instant): Verified {
  const id = hook.headers.get('webhook-id');
  const sentAt = hook.headers.get('webhook-timestamp');
  const signatures = hook.headers.get('webhook-signature');
  if (id === null || sentAt === null || signatures === null) return refused('it is not signed');
  if (!/^\d{1,12}$/.test(sentAt)) return refused('its time cannot be read');
  if (Math.abs(Number(sentAt) * 1000 - msOfInstant(now)) > TOLERANCE_MS)
    return refused('it is too old, or from the future');
  const own = secrets.map((secret) => {
    const key = Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, 'base64');
    return `v1,${hmac('sha256', key, [`${id}.${sentAt}.`, hook.body], 'base64')}`;
  });
  const isVerified = signatures.split(' ').some((signature) => own.some((one) => equal(one, signature)));
  return isVerified ? { outcome: 'verified', id } : refused('its signature is wrong');
}

function refused(reason: string): Verified {
  return { outcome: 'refused', reason };
}

import { createHash } from 'node:crypto';
import { type Heard, type Hook, isSigned } from '@clientele/connector-kit';
import { z } from 'zod';
import type { WooCommerceSettings } from './settings.js';

const STREAMS: Readonly<Record<string, string>> = { order: 'orders', customer: 'customers', product: 'products' };

/** What each delivery that is no ping says of a thing; where it is gone by then, its own error instead. */
const told = z.object({ id: z.number().optional() });

/**
 * What a webhook is about. A ping comes once, unsigned, when the shop's owner saves a webhook. All else is a hint: what a
 * delivery shows may be older than what has been read, or the thing may be in the trash as well as gone.
 */
export function hear(hook: Hook, { webhookSecrets }: WooCommerceSettings): Heard {
  const { headers, body } = hook;
  const recipe = { header: 'x-wc-webhook-signature', algorithm: 'sha256', encoding: 'base64' } as const;
  if (!headers.has(recipe.header)) {
    const isPing = /^webhook_id=\d+$/.test(new TextDecoder().decode(body));
    return isPing ? { outcome: 'ping' } : refused('it is not signed');
  }
  if (!isSigned(recipe, hook, webhookSecrets)) return refused('its signature is wrong');
  // Its delivery id is not signed, so whoever saw one could send it again under another.
  const delivery = createHash('sha256')
    .update(body)
    .update(headers.get(recipe.header) ?? '')
    .digest('base64url');
  const { id } = told.parse(JSON.parse(new TextDecoder().decode(body)));
  const stream = STREAMS[headers.get('x-wc-webhook-resource') ?? ''];
  const hints = id === undefined || stream === undefined ? [] : [{ stream, id: String(id) }];
  return { outcome: 'heard', id: delivery, hints };
}

function refused(reason: string): Heard {
  return { outcome: 'refused', code: 'unverified', reason };
}

import { type Heard, type Hook, isSigned } from '@clientele/connector-kit';
import { z } from 'zod';
import { id } from './ids-and-times.js';
import type { ShopSettings } from './settings.js';

const told = z.object({ sent: z.string(), object: z.object({ id }) });

/** A webhook is a hint: what it shows may be older than what has been read, so the object is asked for. */
export function hear(hook: Hook, { hookSecrets }: ShopSettings): Heard {
  const topic = hook.headers.get('x-topic') ?? '';
  const content = () => [topic, hook.body];
  if (!isSigned({ header: 'x-signature', algorithm: 'sha256', encoding: 'base64', content }, hook, hookSecrets)) {
    return { outcome: 'refused', code: 'unverified', reason: 'its signature is wrong' };
  }
  const { sent, object } = told.parse(JSON.parse(new TextDecoder().decode(hook.body)));
  const stream = topic.startsWith('order.') ? 'orders' : 'customers';
  return { outcome: 'heard', id: sent, hints: [{ stream, id: object.id }] };
}

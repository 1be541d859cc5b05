import {
  type Connector,
  type Heard,
  type Hook,
  hmac,
  isSigned,
  type Json,
  type Stream,
  secret,
} from '@clientele/connector-kit';
import { instant } from '@clientele/model';
import { z } from 'zod';
import { type PlatformSettings, platformConnector } from '../pull/simulated-platform.fixture.js';

export const HOOK_SECRET = 'hook-secret/5e4d3c2b';
const SIGNATURE = { header: 'x-signature', algorithm: 'sha256', encoding: 'hex' } as const;

interface TellingSettings extends PlatformSettings {
  readonly hookSecrets: readonly string[];
}

const identified = z.object({ id: z.string() });
const visit = z.object({ id: z.string(), page: z.string(), at: z.string() });

/** What is told whole, and can never be asked for. */
const visits: Stream<TellingSettings> = {
  kind: 'event',
  id: (object) => identified.safeParse(object).data?.id,
  decode(object) {
    const { id, page, at } = visit.parse(object);
    return [
      {
        kind: 'event',
        externalId: id,
        version: { updatedAt: instant(at) },
        name: 'page_viewed',
        at: instant(at),
        channel: { id: 'web', kind: 'online_store' },
        properties: { page },
      },
    ];
  },
};

const told = z.object({
  delivery: z.string(),
  orders: z.array(z.string()).default([]),
  visits: z.array(z.json()).default([]),
});

/** The simulated platform, of which orders are told as hints and visits whole. */
export const tellingConnector = {
  ...platformConnector,
  settings: z.object({ address: z.url(), key: secret(), hookSecrets: z.array(secret()).default([]) }),
  streams: { ...platformConnector.streams, visits },
  hooks: { secrets: 'hookSecrets' },
  hear(hook: Hook, { hookSecrets }: TellingSettings): Heard {
    if (!isSigned(SIGNATURE, hook, hookSecrets)) {
      return { outcome: 'refused', code: 'unverified', reason: 'its signature is wrong' };
    }
    const { delivery, orders, visits } = told.parse(JSON.parse(new TextDecoder().decode(hook.body)));
    return {
      outcome: 'heard',
      id: delivery,
      hints: orders.map((id) => ({ stream: 'orders', id })),
      objects: visits.map((object) => ({ stream: 'visits', object })),
    };
  },
} satisfies Connector<TellingSettings>;

/** A webhook of it. */
export function hookOf(delivery: string, more: Json, secret = HOOK_SECRET): Hook {
  const body = new TextEncoder().encode(JSON.stringify({ delivery, ...Object(more) }));
  const headers = new Headers({ [SIGNATURE.header]: hmac('sha256', secret, [body], 'hex') });
  return { headers, body, url: 'https://clientele.example/hooks/x' };
}

export function visitOf(id: string, page = '/tea'): Json {
  return { id, page, at: '2024-06-01T11:00:00Z' };
}

import { type Connector, isSigned, type Json, secret } from '@clientele/connector-kit';
import { z } from 'zod';

export const SIGNATURE = { header: 'x-signature', algorithm: 'sha256', encoding: 'hex' } as const;

const told = z.object({ delivery: z.string(), visits: z.array(z.json()).default([]) });

const MOST_VISITS = 3;

/** A platform that only tells: pages may send, and it tries the address by GET and by an unsigned ping. */
export const telling: Connector<{ readonly hookSecrets: readonly string[] }> = {
  id: 'telling',
  settings: z.object({ hookSecrets: z.array(secret()).default([]) }),
  limits: { key: () => 'telling', perSecond: 1, burst: 1 },
  check: async () => ({ id: 'telling' }),
  streams: { visits: { kind: 'event', id: (object: Json) => String(object), decode: () => [] } },
  hooks: { secrets: 'hookSecrets', browsers: true, tries: ['GET'] },
  hear(hook, { hookSecrets }) {
    const text = new TextDecoder().decode(hook.body);
    if (hook.method === 'GET') {
      return {
        outcome: 'ping',
        answer: { type: 'text/plain', body: new URL(hook.url).searchParams.get('challenge') ?? '' },
      };
    }
    if (text === 'ping') return { outcome: 'ping' };
    const content = () => [`${new URL(hook.url).pathname} `, hook.body];
    if (!isSigned({ ...SIGNATURE, content }, hook, hookSecrets)) {
      return { outcome: 'refused', code: 'unverified', reason: 'forged' };
    }
    const { delivery, visits } = told.parse(JSON.parse(text));
    if (visits.length > MOST_VISITS) return { outcome: 'refused', code: 'too-large', reason: 'it has four visits' };
    return { outcome: 'heard', id: delivery, objects: visits.map((object) => ({ stream: 'visits', object })) };
  },
};

import {
  type Connector,
  isSigned,
  type Json,
  type PlatformSegment,
  type Pulled,
  secret,
} from '@clientele/connector-kit';
import { z } from 'zod';
import { SIGNATURE } from './telling.fixture.js';

interface Settings {
  readonly account: string;
  readonly hookSecrets: readonly string[];
}

/** A platform in memory with accounts of their own customers. */
export class AskedPlatform {
  /** By account, then by id. */
  readonly customers = new Map<string, Map<string, Json>>();
  /** By customer. */
  readonly tags = new Map<string, Set<string>>();
  /** Those that it keeps by their query. */
  readonly segments = new Map<string, PlatformSegment>();
  /** Accounts to which nobody is let in. */
  readonly locked = new Set<string>();

  /** A connector of this platform, which pulls the customers of an account, and may tell of them. */
  readonly connector: Connector<Settings> = {
    id: 'asked',
    settings: z.object({ account: z.string(), hookSecrets: z.array(secret()).default([]) }),
    limits: { key: ({ account }) => account, perSecond: 1e6, burst: 1e6 },
    check: async ({ ask, settings: { account } }) => {
      await ask({ url: urlOf(account) });
      return { id: account };
    },
    streams: { customers: this.#stream() },
    writes: ['tag', 'segment'],
    wholeSegments: {
      language: () => 'shopify',
      read: async (id) => this.segments.get(id),
      named: async (name) => [...this.segments.values()].find((one) => one.name === name),
      make: async (wanted) => this.#keep({ ...wanted, id: String(this.segments.size + 1) }),
      change: async ({ id, query }) => this.#keep({ id, query, name: this.segments.get(id)?.name ?? '' }),
      remove: async (id) => void this.segments.delete(id),
      count: async () => 2,
    },
    write: async ({ name, customer, change }) => {
      const tags = this.tags.get(customer) ?? new Set();
      this.tags.set(customer, tags);
      if (change === 'add') tags.add(name);
      else tags.delete(name);
      return 'written';
    },
    holds: async ({ name, customer }) => this.tags.get(customer)?.has(name) ?? false,
    hooks: { secrets: 'hookSecrets' },
    hear(hook, { hookSecrets }) {
      const isOurs = isSigned({ ...SIGNATURE, content: () => [hook.body] }, hook, hookSecrets);
      return isOurs ? { outcome: 'heard', id: 'any' } : { outcome: 'refused', code: 'unverified', reason: 'forged' };
    },
  };

  /** The network to it. */
  readonly fetch = async (request: Request): Promise<Response> => {
    const [, account = '', id] = new URL(request.url).pathname.split('/');
    if (this.locked.has(account)) return new Response('', { status: 401 });
    const customers = this.customers.get(account) ?? new Map<string, Json>();
    const found = id === undefined ? [...customers.values()] : customers.get(id);
    return found === undefined ? new Response('', { status: 404 }) : Response.json(found);
  };

  #keep(segment: PlatformSegment): PlatformSegment {
    this.segments.set(segment.id, segment);
    return segment;
  }

  #stream(): Pulled<Settings, number> {
    const hasId = z.object({ id: z.string() });
    return {
      kind: 'customer',
      id: (object) => hasId.safeParse(object).data?.id,
      decode: (object) => {
        const { id, email } = hasId.extend({ email: z.email('is no address') }).parse(object);
        return [{ kind: 'customer', externalId: id, version: { updatedAt: '2024-05-01T00:00:00Z' }, email }];
      },
      facts: { grainMs: 1000, settlesMs: 0, misses: ['deletion'], sweeps: [{ everyMs: 86_400_000 }] },
      cursor: { version: 1, schema: z.number() },
      start: () => 0,
      pull: async (cursor, { ask, settings: { account } }) => {
        const { body } = await ask({ url: urlOf(account) });
        return { objects: z.array(z.json()).parse(body), next: cursor + 1, done: true };
      },
      read: async (id, { ask, settings: { account } }) => {
        const { status, body } = await ask({ url: `${urlOf(account)}/${id}`, answers: [404] });
        return status === 404 ? undefined : body;
      },
    };
  }
}

function urlOf(account: string): string {
  return `https://asked.example/${account}`;
}

import { createHash, createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as passes } from 'node:timers/promises';

export interface Load {
  readonly address: string;
  readonly secret: string;
  /** Orders that are told of, in turn. */
  readonly orders: readonly number[];
  readonly perSecond: number;
  readonly seconds: number;
}

export interface LoadFigures {
  /** Ids of deliveries that were answered with 200. */
  readonly answered: ReadonlySet<string>;
  /** Answers by status; 0 where none came. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Milliseconds from when each was to be sent until its answer was read whole, in order of length. */
  readonly latencies: readonly number[];
}

const TICK_MS = 20;
/** One in so many is sent twice. */
const DOUBLED = 20;

/**
 * Sends webhooks as a shop of WooCommerce signs them, at a steady rate, whether answers come or not: waiting for a slow
 * answer hides none of its slowness.
 */
export async function sendLoad({ address, secret, orders, perSecond, seconds }: Load): Promise<LoadFigures> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const answered = new Set<string>();
  const statuses = new Map<number, number>();
  const latencies: number[] = [];
  const under: Promise<void>[] = [];
  const send = async (number: number, due: number) => {
    const { id, body, headers } = deliveryOf(number, orders, secret);
    const status = await statusOf(address, agent, body, headers);
    latencies.push(performance.now() - due);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (status === 200) answered.add(id);
  };
  const began = performance.now();
  for (let sent = 0; sent < perSecond * seconds; ) {
    const due = Math.min(perSecond * seconds, Math.floor(((performance.now() - began) / 1000) * perSecond));
    for (; sent < due; sent += 1) {
      const at = began + (sent / perSecond) * 1000;
      under.push(send(sent % DOUBLED === 1 ? sent - 1 : sent, at));
    }
    await passes(TICK_MS);
  }
  await Promise.all(under);
  agent.destroy();
  return { answered, statuses, latencies: latencies.sort((a, b) => a - b) };
}

/** The value that so large a part of them does not exceed. */
export function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

function deliveryOf(number: number, orders: readonly number[], secret: string) {
  const order = orders[number % orders.length];
  const id = createHash('md5').update(`load ${number}`).digest('hex');
  const body = JSON.stringify({
    id: order,
    status: 'processing',
    note: `change ${number}`,
    padding: 'x'.repeat(2_000),
  });
  const headers = {
    'content-type': 'application/json',
    'x-wc-webhook-resource': 'order',
    'x-wc-webhook-signature': createHmac('sha256', secret).update(body).digest('base64'),
    'x-wc-webhook-delivery-id': id,
  };
  return { id, body, headers };
}

function statusOf(address: string, agent: Agent, body: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve) => {
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const sent = request(address, { method: 'POST', agent, headers: { ...headers, ...length } }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
      response.on('error', () => resolve(0));
    });
    sent.on('error', () => resolve(0));
    sent.end(body);
  });
}

import { Budgets, MemoryKeep, MemorySpool, Runner } from '@clientele/connector-kit';
import { fetchOf, ShopifyFake } from '@clientele/fakes';
import { decimal, instantOfMs } from '@clientele/model';
import { connectorOf } from '../connector.js';
import type { ShopifySettings } from '../settings.js';
import { SMALL } from '../small-reading.js';
import type { Reading } from '../streams.js';

const HOUR_MS = 3_600_000;

/** A shop of Shopify with some orders, some of them refunded, and a connection of it on a clock of its own. */
export function aShop(orders: number, reading: Partial<Reading> = {}) {
  const clock = { nowMs: Date.parse('2026-11-01T00:00:00Z') };
  const fake = new ShopifyFake({ now: () => clock.nowMs, app: { clientId: 'id' } });
  const { shop, app } = fake;
  for (let number = 0; number < orders; number += 1) {
    const lines = [
      { quantity: 1 + (number % 3), price: decimal('3.50') },
      { quantity: 2, price: decimal('1.10') },
    ];
    const at = clock.nowMs - (orders - number) * HOUR_MS;
    const { id } = shop.placeOrder({ lines, email: `somebody${number}@example.com`, paid: true, at });
    if (number % 4 === 0) shop.refund(id, { amount: decimal('1.00') });
  }
  const pass = async (ms: number) => {
    clock.nowMs += ms;
  };
  const fetch = fetchOf(fake, pass);
  const settings: ShopifySettings = {
    shop: shop.facts.domain,
    apiVersion: '2026-10',
    reads: ['contacts'],
    clientSecret: app.facts.secret,
    formerClientSecrets: [],
    accessToken: app.customToken(),
  };
  let keep = new MemoryKeep(1);
  const newRunner = () =>
    new Runner(connectorOf({ ...SMALL, ...reading }), settings, {
      async fetch(request) {
        clock.nowMs += 100;
        if (request.url.includes('/bulk-operation-outputs/')) connection.fileHeaders.push(request.headers);
        await connection.before(operationIn(await request.clone().text()) ?? new URL(request.url).pathname);
        return fetch(request);
      },
      now: () => instantOfMs(clock.nowMs),
      sleep: pass,
      random: () => 0.5,
      keep,
      openSpool: async () => new MemorySpool(),
      budgets: new Budgets(),
      log: () => {},
    });
  const connection = {
    fake,
    clock,
    runner: newRunner(),
    /** What happens before a request, by its operation or path; one that never ends is a kill. */
    before: async (_: string): Promise<void> => {},
    get orders() {
      return keep.records().flatMap((record) => (record.kind === 'order' ? [record.externalId] : []));
    },
    orderIds: () => Array.from(shop.orders.values(), ({ id }) => id),
    /** What files of bulk operations were asked for with. */
    fileHeaders: [] as Headers[],
    /** All states that were stored. */
    get states() {
      return keep.everyState();
    },
    /** How often an operation was asked for. */
    asked: (operation: string) => fake.log.filter((one) => one.operation === operation).length,
    /** As after a crash, with a new process. */
    restart() {
      keep = keep.crashed();
      connection.runner = newRunner();
    },
  };
  return connection;
}

function operationIn(body: string): string | undefined {
  return /\b(?:query|mutation)\s+(\w+)/.exec(body)?.[1];
}

import { randomFrom } from '@clientele/connector-kit';
import { trueRecords } from '@clientele/connector-woocommerce/check';
import { type Fault, type Order, seedShop, startWooCommerce, TOPICS, tie } from '@clientele/fakes';
import { type BusyPlatform, DELIVERY_FAULTS } from './busy-platform.ts';
import type { BusyShopOptions } from './busy-shop-messages.ts';

/** The first and each so many happenings later, more orders come in one second than a page holds. */
const TIE_EVERY = 3_000;
const TIED = 120;
const FAULTS: readonly Fault[] = [
  { kind: 'status', status: 429, retryAfter: 1 },
  { kind: 'status', status: 503, retryAfter: 1 },
  { kind: 'status', status: 500 },
  { kind: 'reset' },
  { kind: 'cut' },
  { kind: 'broken' },
];
const LIMIT = { perSecond: 20, burst: 10 };
const LIST = /\/wc\/v3\/(orders|customers|products)\?/;
const CREDENTIALS = { key: 'ck_busy', secret: 'cs_busy' };

/** A shop on WooCommerce. */
export async function startBusyWooCommerce(
  { seed, orders, failing }: BusyShopOptions,
  asked: () => void,
): Promise<BusyPlatform> {
  const random = randomFrom(seed);
  let happened = 0;
  const { fake, url } = await startWooCommerce({
    now: Date.now,
    version: '7.9.0',
    zone: 'Europe/London',
    credentials: CREDENTIALS,
    meanwhile(target) {
      if (LIST.test(target)) asked();
    },
  });
  const { shop, webhooks, faults } = fake;
  seedShop(shop, { seed, orders });
  const ids = [...shop.orders.values()].map(({ id }) => id);
  const accounts = [...shop.customers.values()].map(({ id }) => id);
  const one = (of: readonly number[]) => of[Math.floor(random() * of.length)] ?? 0;

  function changeOrder(id: number, dice: number): void {
    const moved = (order: Order) => Object.assign(order, { billing: { ...order.billing, city: `City ${happened}` } });
    if (dice < 0.1) shop.erase(id);
    else if (dice < 0.2) shop.trash(id);
    else if (dice < 0.3) shop.setStatus(id, 'completed');
    else if (dice < 0.5) shop.refund(id, { amount: '1.00' });
    else if (dice < 0.6) shop.changeUnseen(id, moved);
    else shop.changeOrder(id, moved);
  }

  function changeProduct(): void {
    const [product] = shop.products.values();
    if (product) shop.changeProduct(product.id, (which) => Object.assign(which, { name: `Mug ${happened}` }));
  }

  function changeAccount(id: number, isErased: boolean): void {
    if (shop.customers.get(id) === undefined) return;
    if (isErased) shop.eraseCustomer(id);
    else shop.changeCustomer(id, (which) => Object.assign(which, { first_name: `Ada ${happened}` }));
  }

  function restore(): void {
    const [order] = shop.trashedOrders.values();
    if (order) shop.restore(order.id);
  }

  return {
    url,
    settings: {
      address: url,
      consumerKey: CREDENTIALS.key,
      consumerSecret: CREDENTIALS.secret,
      requestsPerSecond: '50',
    },
    /** As a merchant does who finds webhooks switched off, since nobody answered them. */
    tell(address, secret) {
      if (webhooks.subscriptions.size === 0) for (const topic of TOPICS) webhooks.subscribe(topic, address, secret);
      for (const subscription of webhooks.subscriptions.values()) {
        Object.assign(subscription, { deliveryUrl: address, secret, status: 'active', failures: 0 });
      }
    },
    trouble() {
      faults.plan({ seed, rate: failing, faults: FAULTS });
      faults.limit(LIMIT);
      webhooks.fail({ seed, ...DELIVERY_FAULTS });
    },
    happens() {
      if (happened % TIE_EVERY === 0) tie(shop, TIED);
      happened += 1;
      const [id, account] = [one(ids), one(accounts)];
      const dice = random();
      if (dice < 0.02) changeProduct();
      else if (dice < 0.06) changeAccount(account, dice < 0.025);
      else if (dice < 0.1) tie(shop, 1);
      else if (dice < 0.15) restore();
      else if (shop.orders.get(id) !== undefined) changeOrder(id, random());
    },
    deliver: () => webhooks.deliver(),
    truth: () => trueRecords(fake),
    requests: () => ({ made: fake.log.length, failed: fake.log.filter(({ fault }) => fault !== undefined).length }),
  };
}

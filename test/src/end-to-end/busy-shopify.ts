import { randomFrom } from '@clientele/connector-kit';
import { trueRecords } from '@clientele/connector-shopify/check';
import { type Fault, startShopify } from '@clientele/fakes';
import { decimal } from '@clientele/model';
import { type BusyPlatform, DELIVERY_FAULTS } from './busy-platform.ts';
import type { BusyShopOptions } from './busy-shop-messages.ts';

const YEAR_MS = 366 * 86_400_000;
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
/** Beside points: what a network would let through. */
const LIMIT = { perSecond: 30, burst: 60 };
/** The first and each so many happenings later, the token that is in use holds no longer, before its time. */
const REFUSED_EVERY = 500;
/** Those of the largest plan. */
const POINTS = { maximum: 40_000, restoreRate: 2_000 };
/** Tokens end while it is read: one is used until a minute before its end. */
const TOKEN_SECONDS = 90;
const BROUGHT = /\/graphql\.json$|\/bulk-operation-outputs\//;
const TOPICS = [
  'orders/create',
  'orders/updated',
  'orders/delete',
  'refunds/create',
  'customers/update',
  'customers/delete',
  'products/update',
] as const;

/** A shop on Shopify, with an app whose tokens end. */
export async function startBusyShopify(
  { seed, orders, failing }: BusyShopOptions,
  asked: () => void,
): Promise<BusyPlatform> {
  const random = randomFrom(seed);
  let happened = 0;
  const { fake, url } = await startShopify({
    now: Date.now,
    app: { tokenSeconds: TOKEN_SECONDS },
    points: POINTS,
    // What it wrote is with somebody else, at an address with https.
    url: 'https://storage.example',
    meanwhile(target) {
      if (BROUGHT.test(target)) asked();
    },
  });
  const { shop, app, webhooks, faults } = fake;
  const one = (of: readonly string[]) => of[Math.floor(random() * of.length)] ?? '';
  const products = ['Mug', 'Tee', 'Coat', 'Socks'].map((title) => shop.addProduct({ title }).id);
  const customers = Array.from({ length: orders / 10 }, (_, number) => {
    const createdAt = Date.now() - YEAR_MS;
    return shop.addCustomer({ email: `customer${number}@example.com`, firstName: 'Ada', createdAt }).id;
  });
  const ids = Array.from({ length: orders }, (_, number) => {
    const at = Date.now() - Math.floor(YEAR_MS * (1 - number / orders));
    const id = place(at);
    if (random() < 0.06) shop.refund(id, { at });
    return id;
  });

  /** An order of a customer, or of somebody without an account. */
  function place(at: number): string {
    const customer = random() < 0.5 ? shop.customers.get(one(customers)) : undefined;
    const email = customer?.email ?? `guest${Math.floor(random() * 1e6)}@example.com`;
    const lines = Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({
      product: one(products),
      quantity: 1 + Math.floor(random() * 3),
      price: decimal((1 + Math.floor(random() * 2_000) / 100).toFixed(2)),
    }));
    return shop.placeOrder({ lines, email, customer: customer?.id ?? null, at }).id;
  }

  function changeOrder(id: string, dice: number): void {
    const moved = { shippingAddress: shop.address({ city: `City ${happened}`, countryCode: 'GB' }) };
    if (dice < 0.1) shop.eraseOrder(id);
    else if (dice < 0.2) shop.cancel(id);
    else if (dice < 0.4) shop.refund(id, { amount: decimal('1.00') });
    else if (dice < 0.5) shop.changeUnseen(id, moved);
    else shop.changeOrder(id, moved);
  }

  function changeCustomer(id: string, isErased: boolean): void {
    if (shop.customers.get(id) === undefined) return;
    if (isErased) shop.eraseCustomer(id);
    else shop.changeCustomer(id, { firstName: `Ada ${happened}` });
  }

  function changeProduct(): void {
    shop.changeProduct(one(products), { title: `Mug ${happened}` });
  }

  return {
    url,
    settings: {
      shop: shop.facts.domain,
      clientId: app.facts.clientId,
      clientSecret: app.facts.secret,
      refreshToken: app.firstRefreshToken(),
    },
    tell(address) {
      webhooks.subscriptions.clear();
      for (const topic of TOPICS) webhooks.subscribe(topic, address, { byApp: true });
    },
    trouble() {
      faults.plan({ seed, rate: failing, faults: FAULTS });
      faults.limit(LIMIT);
      webhooks.fail({ seed, ...DELIVERY_FAULTS });
    },
    happens() {
      if (happened % TIE_EVERY === 0) for (let tied = 0; tied < TIED; tied += 1) place(Date.now());
      if (happened % REFUSED_EVERY === 0) app.endTokens();
      happened += 1;
      const [id, account] = [one(ids), one(customers)];
      const dice = random();
      if (dice < 0.02) changeProduct();
      else if (dice < 0.06) changeCustomer(account, dice < 0.025);
      else if (dice < 0.1) place(Date.now());
      else if (shop.orders.get(id) !== undefined) changeOrder(id, random());
    },
    async deliver() {
      let told = 0;
      await webhooks.deliver(async ({ url: to, headers, body }) => {
        told += 1;
        const answered = await fetch(to, { method: 'POST', headers, body }).catch(() => undefined);
        await answered?.body?.cancel();
        return answered?.status ?? 0;
      });
      return told;
    },
    truth: () => trueRecords(fake),
    requests: () => ({ made: fake.log.length, failed: fake.log.filter(({ fault }) => fault !== undefined).length }),
  };
}

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { randomFrom } from '@clientele/connector-kit';
import { trueRecords } from '@clientele/connector-woocommerce/check';
import {
  type Fault,
  type Order,
  type RunningWooCommerce,
  seedShop,
  startWooCommerce,
  TOPICS,
  tie,
} from '@clientele/fakes';
import type { BusyShopAsked, BusyShopFigures, BusyShopOptions, BusyShopSaid } from './busy-shop-messages.ts';
import { statedRecord } from './stated-record.ts';

/** A WooCommerce shop in a process of its own, which {@link BusyShop} starts: it ends when that goes away. */

/** Things that happen at each page of a list that is read. */
const HAPPENINGS = 4;
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
const DELIVERY_FAULTS = { doubled: 0.05, reordered: 0.1, dropped: 0.02 };
const LIST = /\/wc\/v3\/(orders|customers|products)\?/;

const { seed, orders, failing, credentials }: BusyShopOptions = JSON.parse(process.argv[2] ?? '');
const random = randomFrom(seed);
let pages = 0;
let happened = 0;
let told = 0;
let isBusy = false;
let delivering: Promise<void> | undefined;

const { fake, url }: RunningWooCommerce = await startWooCommerce({
  now: Date.now,
  version: '7.9.0',
  zone: 'Europe/London',
  credentials,
  meanwhile(target) {
    if (!LIST.test(target)) return;
    pages += 1;
    say({ kind: 'page', pages });
    if (!isBusy) return;
    for (let index = 0; index < HAPPENINGS; index += 1) happens();
    delivering ??= deliver().finally(() => {
      delivering = undefined;
    });
  },
});
const { shop, webhooks, faults } = fake;
seedShop(shop, { seed, orders });
const ids = [...shop.orders.values()].map(({ id }) => id);
const accounts = [...shop.customers.values()].map(({ id }) => id);

process.on('disconnect', () => process.exit());
process.on('message', (asked: BusyShopAsked) => {
  void answer(asked).then(() => say({ kind: 'done', figures: figures() }));
});
say({ kind: 'listening', url });

async function answer(asked: BusyShopAsked): Promise<void> {
  if (asked.kind === 'tell') tell(asked.address, asked.secret);
  else if (asked.kind === 'trouble') trouble();
  else if (asked.kind === 'truth') await writeTruth(asked.file);
  else {
    isBusy = false;
    await delivering;
    await deliver();
  }
}

/** As a merchant does who finds webhooks switched off, since nobody answered them. */
function tell(address: string, secret: string): void {
  if (webhooks.subscriptions.size === 0) for (const topic of TOPICS) webhooks.subscribe(topic, address, secret);
  for (const subscription of webhooks.subscriptions.values()) {
    Object.assign(subscription, { deliveryUrl: address, secret, status: 'active', failures: 0 });
  }
}

function trouble(): void {
  isBusy = true;
  faults.plan({ seed, rate: failing, faults: FAULTS });
  faults.limit(LIMIT);
  webhooks.fail({ seed, ...DELIVERY_FAULTS });
}

async function deliver(): Promise<void> {
  told += await webhooks.deliver();
}

function happens(): void {
  if (happened % TIE_EVERY === 0) tie(shop, TIED);
  happened += 1;
  const [id, account] = [one(ids), one(accounts)];
  const dice = random();
  if (dice < 0.02) changeProduct();
  else if (dice < 0.06) changeAccount(account, dice < 0.025);
  else if (dice < 0.1) tie(shop, 1);
  else if (dice < 0.15) restore();
  else if (shop.orders.get(id) !== undefined) changeOrder(id, random());
}

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
  if (product) shop.changeProduct(product.id, (one) => Object.assign(one, { name: `Mug ${happened}` }));
}

function changeAccount(id: number, isErased: boolean): void {
  if (shop.customers.get(id) === undefined) return;
  if (isErased) shop.eraseCustomer(id);
  else shop.changeCustomer(id, (one) => Object.assign(one, { first_name: `Ada ${happened}` }));
}

function restore(): void {
  const [order] = shop.trashedOrders.values();
  if (order) shop.restore(order.id);
}

function one(of: readonly number[]): number {
  return of[Math.floor(random() * of.length)] ?? 0;
}

async function writeTruth(file: string): Promise<void> {
  const out = createWriteStream(file);
  for (const record of trueRecords(fake)) {
    if (!out.write(`${JSON.stringify(statedRecord(record))}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

function figures(): BusyShopFigures {
  const { user, system } = process.cpuUsage();
  const failed = fake.log.filter(({ fault }) => fault !== undefined).length;
  return { requests: fake.log.length, failed, happened, told, processorSeconds: (user + system) / 1_000_000 };
}

function say(said: BusyShopSaid): void {
  process.send?.(said);
}

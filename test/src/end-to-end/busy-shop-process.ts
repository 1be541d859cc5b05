import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { BusyPlatform, StartPlatform } from './busy-platform.ts';
import type { BusyShopAsked, BusyShopFigures, BusyShopOptions, BusyShopSaid } from './busy-shop-messages.ts';
import { startBusyShopify } from './busy-shopify.ts';
import { startBusyWooCommerce } from './busy-woocommerce.ts';
import { statedRecord } from './stated-record.ts';

/** A shop in a process of its own, which {@link BusyShop} starts: it ends when that goes away. */

const PLATFORMS: Readonly<Record<BusyShopOptions['platform'], StartPlatform>> = {
  shopify: startBusyShopify,
  woocommerce: startBusyWooCommerce,
};
/** Things that happen at each request that brings some of the shop. */
const HAPPENINGS = 4;
/** A share of the orders: what is told is looked up one by one, and with each look-up more would happen, for ever. */
const MOST_HAPPENINGS = 0.1;

const options: BusyShopOptions = JSON.parse(process.argv[2] ?? '');
let pages = 0;
let happened = 0;
let told = 0;
let isBusy = false;
let delivering: Promise<void> | undefined;
const platform: BusyPlatform = await PLATFORMS[options.platform](options, asked);

process.on('disconnect', () => process.exit());
process.on('message', (wanted: BusyShopAsked) => {
  void answer(wanted).then(() => say({ kind: 'done', figures: figures() }));
});
say({ kind: 'listening', url: platform.url, settings: platform.settings });

function asked(): void {
  pages += 1;
  say({ kind: 'page', pages });
  if (!isBusy || happened >= MOST_HAPPENINGS * options.orders) return;
  for (let index = 0; index < HAPPENINGS; index += 1) platform.happens();
  happened += HAPPENINGS;
  delivering ??= deliver().finally(() => {
    delivering = undefined;
  });
}

async function answer(wanted: BusyShopAsked): Promise<void> {
  if (wanted.kind === 'tell') platform.tell(wanted.address, wanted.secret);
  else if (wanted.kind === 'trouble') {
    isBusy = true;
    platform.trouble();
  } else if (wanted.kind === 'truth') await writeTruth(wanted.file);
  else {
    isBusy = false;
    await delivering;
    await deliver();
  }
}

async function deliver(): Promise<void> {
  told += await platform.deliver();
}

async function writeTruth(file: string): Promise<void> {
  const out = createWriteStream(file);
  for await (const record of platform.truth()) {
    if (!out.write(`${JSON.stringify(statedRecord(record))}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

function figures(): BusyShopFigures {
  const { user, system } = process.cpuUsage();
  const { made, failed } = platform.requests();
  return { requests: made, failed, happened, told, processorSeconds: (user + system) / 1_000_000 };
}

function say(said: BusyShopSaid): void {
  process.send?.(said);
}

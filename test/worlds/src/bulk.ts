import type { CustomerRecord, Decimal, Instant, OrderLine, OrderRecord } from '@clientele/model';
import { PRODUCTS, productId } from './catalogue.js';
import { CHANNELS, CONNECTIONS, type Connection, connectionOf, type SalesChannel } from './channels.js';
import { country } from './countries.js';
import { money } from './money.js';
import { NAMES } from './names.js';
import { Random, STREAMS } from './random.js';
import { type Setting, scatteredId, uniqueNumber } from './setting.js';

/** A record that needs no reading: it has the form that readRecord gives. */
export interface BulkRecord {
  readonly connection: Connection;
  readonly record: CustomerRecord | OrderRecord;
}

/** What is on a line but for its quantity. */
interface Item {
  readonly product: string;
  readonly sku: string;
  readonly listPrice: Decimal;
  readonly tenth: Decimal;
}

const MEAN_ORDERS = 10;
/** Below one it is heavy-tailed: many order little, few order a lot. */
const SHAPE = 0.9;
const TABLE = 4096;
const HOMES: readonly SalesChannel[] = [
  'web',
  'web',
  'web',
  'app',
  'second-store',
  'second-store',
  'tills',
  'marketplace',
];
const ONE = '1' as Decimal;
const TWO = '2' as Decimal;
const THREE = '3' as Decimal;

/** One customer record a person and all orders on it, oldest first; 1.5 lines an order, all in the shop's currency. */
export function* bulkRecords(setting: Setting): Generator<BulkRecord> {
  const { seed, people, calendar } = setting;
  const days = daysByBusyness(setting);
  const counts = orderCounts();
  const shelves = new Map(CONNECTIONS.map((connection) => [connection, shelfOf(connection)]));
  for (let index = 0; index < people; index += 1) {
    const random = new Random(seed, index, STREAMS.bulk);
    const home = random.pick(HOMES);
    const connection = connectionOf(home);
    const shelf = shelves.get(connection) ?? [];
    const favourite = random.pickSkewed(shelf);
    const first = random.below(TABLE * 0.9);
    const last = random.chance(0.5) ? TABLE : random.between(first + 1, TABLE);
    const times = Array.from({ length: counts[random.below(TABLE)] ?? 1 }, () =>
      calendar.ms(days[first + random.below(last - first)] ?? 0, random.below(86_400)),
    ).sort((a, b) => a - b);
    const customer = bareCustomer(setting, index, random, calendar.instant(times[0] ?? 0));
    yield { connection, record: customer };
    for (let number = 0; number < times.length; number += 1) {
      const placedAt = calendar.instant(times[number] ?? 0);
      const isReduced = random.chance(0.25);
      const lines = [line('1', random.chance(0.4) ? favourite : random.pickSkewed(shelf), random, isReduced)];
      if (random.chance(0.36)) lines.push(line('2', random.pick(shelf), random, false));
      if (random.chance(0.14)) lines.push(line('3', random.pick(shelf), random, isReduced));
      yield {
        connection,
        record: {
          kind: 'order',
          externalId: scatteredId(setting, index, number),
          version: { updatedAt: placedAt, tiebreak: 0 },
          purpose: 'sale',
          placedAt,
          test: false,
          channel: CHANNELS[home],
          customer: customer.externalId,
          currency: setting.currency,
          taxesIncluded: true,
          lines,
          discounts: [],
          refunds: [],
        },
      };
    }
  }
}

function bareCustomer(setting: Setting, index: number, random: Random, createdAt: Instant): CustomerRecord {
  const place = country(setting.homeCountry);
  const names = NAMES[place.names];
  return {
    kind: 'customer',
    externalId: scatteredId(setting, index, 0),
    version: { updatedAt: createdAt, tiebreak: 0 },
    createdAt,
    guest: false,
    email: `buyer${index}@post.example`,
    phone: uniqueNumber(place.mobile, index),
    firstName: random.pickSkewed(random.chance(0.5) ? names.female : names.male),
    lastName: random.pickSkewed(names.family),
    language: place.language,
    addresses: [{ country: setting.homeCountry }],
    tags: [],
    accounts: [],
    attributes: {},
  };
}

function line(id: string, item: Item, random: Random, isReduced: boolean): OrderLine {
  const draw = random.unit();
  return {
    id,
    kind: 'product',
    product: item.product,
    sku: item.sku,
    quantity: draw < 0.8 ? ONE : draw < 0.95 ? TWO : THREE,
    listPrice: item.listPrice,
    discounts: isReduced ? [{ amount: item.tenth }] : [],
    taxes: [],
    giftCard: false,
  };
}

function shelfOf(connection: Connection): Item[] {
  return PRODUCTS.filter((product) => product.sku !== 'GIFT-CARD').map((product) => ({
    product: productId(connection, product),
    sku: product.sku,
    listPrice: money(product.cents),
    tenth: money(Math.round(product.cents / 10)),
  }));
}

/** Days in order, each as often as it is busy: a place in this table is a day of the right season. */
function daysByBusyness({ calendar }: Setting): Uint32Array {
  const table = new Uint32Array(TABLE);
  let total = 0;
  for (let day = 0; day < calendar.length; day += 1) total += calendar.busyness(day);
  let day = 0;
  let reached = calendar.busyness(0);
  for (let place = 0; place < TABLE; place += 1) {
    while (reached < ((place + 0.5) / TABLE) * total && day < calendar.length - 1) {
      day += 1;
      reached += calendar.busyness(day);
    }
    table[place] = day;
  }
  return table;
}

/** Quantiles of one plus a gamma-Poisson (negative binomial) count. */
function orderCounts(): Uint32Array {
  const table = new Uint32Array(TABLE);
  const mean = MEAN_ORDERS - 1;
  let count = 0;
  let probability = (SHAPE / (SHAPE + mean)) ** SHAPE;
  let reached = probability;
  for (let place = 0; place < TABLE; place += 1) {
    while (reached < (place + 0.5) / TABLE) {
      probability *= ((count + SHAPE) / (count + 1)) * (mean / (mean + SHAPE));
      count += 1;
      reached += probability;
    }
    table[place] = count + 1;
  }
  return table;
}

import {
  ACCOUNT_STATUSES,
  addToDay,
  CHANNEL_KINDS,
  CONSENT_CHANNELS,
  CONSENT_STATES,
  type Day,
  day,
  dayOf,
  decimal,
  fromMillionths,
  type Instant,
  instantOfMs,
  msOfInstant,
  PRODUCT_SUBSCRIPTION_STATUSES,
  type ProductRecord,
  readRecord,
  type SourceRecord,
  SPEND_TIERS,
  timeZone,
  toMillionths,
} from '@clientele/model';
import type { CustomType, CustomTypes, FromConnection, PlainProfile } from '@clientele/segmentation';
import type { Random } from './random.js';

const UTC = timeZone('UTC');

/** What the records of one shop draw from: small pools, so that values tie and texts meet again. */
export interface Pools {
  readonly currency: string;
  readonly moments: readonly Instant[];
  /** Prices and totals; many orders cost the same. */
  readonly amounts: readonly string[];
  readonly products: readonly string[];
}

const QUANTITIES = ['1', '1', '2', '3', '12', '0.5', '1.333333', '0', '-1'];
const PRODUCTS = ['22423', '007', '7', 'A', 'a', 'DOT', 'Ünique', "it's", '22423 '];
const AMOUNTS = ['0', '5', '10', '10', '10', '19.99', '0.01', '33.333333', '100', '-2'];
/** Large enough that the sum of a few needs more digits than one amount may have. */
const LARGE = '499999999999.999999';
const CATEGORIES = ['Shoes', 'shoes', 'Été', "it's"];
const CODES = ['SPRING', 'spring', 'Été', 'X1'];
const SKUS = ['S-1', 's-1', '007'];
const IDS = ['1', 'Main'];
const TAGS = [
  'vip',
  'VIP',
  'Vip',
  'new',
  'ÉTÉ',
  'été',
  'Straße',
  'ΣΑΣ',
  'İzmir',
  "o'hara",
  'back\\slash',
  'a, b',
  '山',
];
const LANGUAGES = ['en', 'en-GB', 'EN', 'fr'];
const EMAILS = ['ann@Shop.example', 'bob@shop.example', 'eve@mail.test', 'not an address', '"a@b"@mail.test'];
const COUNTRIES = ['GB', 'FR', 'IE', 'BR'];
const CONNECTIONS = ['shop', 'till', 'Files'];
/** London and Paris, both sides of the date line, a pole, and the other side of the earth from one of them. */
export const PLACES = [
  { latitude: '51.5074', longitude: '-0.1278' },
  { latitude: '48.8566', longitude: '2.3522' },
  { latitude: '-17.000001', longitude: '179.9' },
  { latitude: '-17', longitude: '-179.9' },
  { latitude: '90', longitude: '17' },
  { latitude: '-51.5074', longitude: '179.8722' },
] as const satisfies readonly { readonly latitude: string; readonly longitude: string }[];
const VERSIONS = ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00.001Z', '2024-06-01T00:00:00Z'];

export function randomPools(random: Random, currency: string, moments: readonly Instant[]): Pools {
  return {
    currency,
    moments,
    amounts: [...random.several(3, 6, () => random.pick(AMOUNTS)), ...(random.chance(0.1) ? [LARGE] : [])],
    products: random.several(2, 5, () => random.pick(PRODUCTS)),
  };
}

/** What some of a shop's products are, by connection and id: the same id names others in other connections. */
export function randomProducts(random: Random, { products }: Pools): Map<string, Map<string, ProductRecord>> {
  const ofConnection = () =>
    products
      .filter(() => random.chance(0.7))
      .map((externalId): [string, ProductRecord] => {
        const reading = readRecord({
          kind: 'product',
          externalId,
          version: { updatedAt: random.pick(VERSIONS) },
          title: 'Thing',
          category: random.maybe(0.8, () => random.pick(CATEGORIES)),
          vendor: random.maybe(0.5, () => random.pick(CATEGORIES)),
          tags: random.several(0, 2, () => random.pick(TAGS)),
        });
        if (reading.outcome === 'refused') throw new Error(reading.reason);
        return [externalId, reading.record as ProductRecord];
      });
  return new Map(CONNECTIONS.map((connection) => [connection, new Map(ofConnection())]));
}

type Kind = 'customer' | 'order' | 'refund' | 'consent' | 'event';
type RecordOf<K extends Kind> = Extract<SourceRecord, { kind: K }>;

/** A profile of at least one record. `nextId` gives ids that no other record of the shop has. */
export function randomProfile(random: Random, id: string, pools: Pools, nextId: () => string): PlainProfile {
  const make = <K extends Kind>(kind: K, fields: (random: Random, pools: Pools) => object) => {
    return (): FromConnection<RecordOf<K>> => {
      const connection = random.pick(CONNECTIONS);
      const version = { updatedAt: random.pick(VERSIONS), tiebreak: random.whole(0, 1) };
      const whose = kind === 'customer' ? {} : { customer: `of profile ${id}` };
      const externalId = nextId();
      for (;;) {
        const reading = readRecord({ kind, externalId, version, ...whose, ...fields(random, pools) });
        if (reading.outcome === 'read') return { ...(reading.record as RecordOf<K>), connection };
        // Large amounts may meet in one order.
        if (reading.reason.includes('add up')) continue;
        throw new Error(`the generator made a ${kind} that the model refuses: ${reading.reason}`);
      }
    };
  };
  const buyer = random.chance(0.75);
  const orders = buyer ? random.several(1, random.pick([1, 2, 3, 6]), make('order', orderFields)) : [];
  const customers = random.several(0, 3, make('customer', customerFields));
  const refunds = random.chance(0.3) ? random.several(1, 2, make('refund', refundFields)) : [];
  const consents = random.chance(0.6) ? random.several(1, 5, make('consent', consentFields)) : [];
  // Somebody does the same again and again, so that it matters what came first, last and most.
  const habit = random.pick(EVENTS);
  const event = make('event', (_, own) => eventFields(random, own, random.chance(0.7) ? habit : random.pick(EVENTS)));
  const events = random.chance(0.8) ? random.several(1, random.pick([3, 9, 20]), event) : [];
  const nothing = orders.length + customers.length + refunds.length + consents.length + events.length === 0;
  return {
    id,
    orders,
    refunds,
    consents,
    events,
    customers: nothing ? [make('customer', customerFields)()] : customers,
  };
}

function moment(random: Random, pools: Pools): Instant {
  const at = random.pick(pools.moments);
  return random.chance(0.7) ? at : instantOfMs(msOfInstant(at) - random.whole(0, 400) * 86_400_000);
}

function money(random: Random, pools: Pools): { currency: string; rate: string | undefined } {
  if (random.chance(0.8)) return { currency: pools.currency, rate: undefined };
  return { currency: random.pick(['USD', 'JPY', 'EUR']), rate: random.maybe(0.5, () => random.pick(AMOUNTS)) };
}

function orderFields(random: Random, pools: Pools): object {
  const { currency, rate } = money(random, pools);
  const discounts = () =>
    random.chance(0.2)
      ? random.several(1, 2, () => ({
          amount: random.pick(['0', '0.01', '3']),
          code: random.maybe(0.6, () => random.pick(CODES)),
        }))
      : [];
  let lines = 0;
  return {
    purpose: random.chance(0.92) ? 'sale' : random.pick(['adjustment', 'note']),
    placedAt: moment(random, pools),
    cancelledAt: random.maybe(0.08, () => moment(random, pools)),
    test: random.chance(0.06),
    channel: { id: random.pick(['1', '2']), kind: random.pick(CHANNEL_KINDS.slice(0, random.pick([2, 7]))) },
    location: random.maybe(0.4, () => random.pick(IDS)),
    app: random.maybe(0.4, () => random.pick(IDS)),
    currency,
    taxesIncluded: random.chance(0.7),
    lines: random.several(0, 4, () => {
      lines += 1;
      return {
        id: `${lines}`,
        kind: random.chance(0.75) ? 'product' : random.pick(['charge', 'note']),
        product: random.maybe(0.85, () => random.pick(pools.products)),
        sku: random.maybe(0.5, () => random.pick(SKUS)),
        quantity: random.pick(QUANTITIES),
        listPrice: random.pick(['0', '1', '2.5', '9.999999']),
        discounts: discounts(),
        taxes: random.chance(0.3) ? [{ title: 'VAT', amount: '0.2' }] : [],
      };
    }),
    discounts: discounts(),
    refunds: random.chance(0.25)
      ? random.several(1, 2, () => ({
          id: 'r',
          at: moment(random, pools),
          amount: random
            .pick(currency === pools.currency ? [...pools.amounts, '1000'] : ['1', '1000'])
            .replace('-', ''),
        }))
      : [],
    total: random.maybe(0.7, () => random.pick(pools.amounts)),
    totalInShopCurrency: rate,
    toAnotherPerson: random.maybe(0.3, () => random.chance(0.4)),
    gift: random.maybe(0.3, () => ({ message: random.chance(0.3), wrapped: random.chance(0.3) })),
  };
}

function customerFields(random: Random, pools: Pools): object {
  return {
    createdAt: random.maybe(0.8, () => moment(random, pools)),
    email: random.maybe(0.6, () => random.pick(EMAILS)),
    language: random.maybe(0.6, () => random.pick(LANGUAGES)),
    addresses: random.several(0, 2, () => ({
      country: random.maybe(0.8, () => random.pick(COUNTRIES)),
      region: random.maybe(0.5, () => random.pick(['ENG', 'eng', '75'])),
      city: random.maybe(0.5, () => random.pick(['Bad Homburg', 'London', 'Łódź '])),
      coordinates: random.maybe(0.5, () => beside(random, random.pick(PLACES))),
    })),
    tags: random.several(0, 3, () => random.pick(TAGS)),
    attributes: statedAttributes(random, pools),
    metafields: random.maybe(0.5, () => ({ facts: statedAttributes(random, pools) })),
    birthDate: random.maybe(0.6, () => birthDate(random, pools)),
    accountStatus: random.maybe(0.5, () => random.pick(ACCOUNT_STATUSES)),
    predictedSpendTier: random.maybe(0.5, () => random.pick(SPEND_TIERS)),
    productSubscriptionStatus: random.maybe(0.5, () => random.pick(PRODUCT_SUBSCRIPTION_STATUSES)),
    storeCredit: random.maybe(0.5, () =>
      random.several(0, 3, () => ({
        id: random.pick(['a', 'b']),
        balance: random.pick(pools.amounts),
        currency: random.pick(['GBP', 'USD']),
        nextExpiry: random.maybe(0.6, () => moment(random, pools)),
        lastCredit: random.maybe(0.6, () => moment(random, pools)),
      })),
    ),
    createdByApp: random.maybe(0.5, () => random.pick(['580111', '007', '7', 'a b'])),
    companyIds: random.maybe(0.5, () => random.several(0, 2, () => random.pick(['12', '0012', 'B']))),
  };
}

/** A place, or one some tenths of a metre beside it. */
export function beside(
  random: Random,
  { latitude, longitude }: (typeof PLACES)[number],
): { readonly latitude: string; readonly longitude: string } {
  const moved = (degrees: string) => {
    const step = BigInt(random.pick([0, 0, 0, 1, -1, 4, -9]));
    const millionths = toMillionths(decimal(degrees)) + step;
    return fromMillionths(millionths > 90_000_000n ? 90_000_000n : millionths);
  };
  return { latitude: moved(latitude), longitude: moved(longitude) };
}

/** What the shops declare them as. */
export const CUSTOM_TYPES_OF_SHOPS: CustomTypes = new Map(
  ['attributes', 'metafields.facts'].flatMap((of): [string, CustomType][] => [
    [`${of}.size`, 'number'],
    [`${of}.tier`, 'text'],
    [`${of}.since`, 'date'],
    [`${of}.isMember`, 'boolean'],
    [`${of}.'likes, too'`, 'list'],
  ]),
);

/** Custom attributes as sources state them: also as text what is something else, and what is not of their type. */
function statedAttributes(random: Random, pools: Pools): object {
  const at = random.pick(pools.moments);
  const stated = {
    size: random.maybe(0.6, () => random.pick([44, 44.5, 0.1 + 0.2, -1, 1e15, '44', '44.50', '', 'large', true])),
    tier: random.maybe(0.6, () => random.pick(['gold', 'Gold', 'silver', '', '2024-01-01', 7])),
    since: random.maybe(0.6, () => random.pick([birthDate(random, pools), at, at.slice(0, 16), 'soon', 2024])),
    isMember: random.maybe(0.6, () => random.pick([true, false, 'true', 'false', 'yes', 1])),
    'likes, too': random.maybe(0.6, () => random.pick([random.several(0, 3, () => random.pick(TAGS)), 'vip'])),
  };
  return Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined));
}

/** A day near those of orders, in other years too, and the one that most years lack. */
function birthDate(random: Random, pools: Pools): Day {
  if (random.chance(0.2)) return day('1992-02-29');
  const near = addToDay(dayOf(random.pick(pools.moments), UTC), random.pick([-3, -1, 0, 1]), 'd');
  return addToDay(near, -random.whole(0, 30), 'y');
}

function refundFields(random: Random, pools: Pools): object {
  const { currency, rate } = money(random, pools);
  return {
    at: moment(random, pools),
    channel: { id: random.pick(['1', '2']), kind: random.pick(CHANNEL_KINDS.slice(0, 2)) },
    currency,
    amount: random.pick(pools.amounts),
    amountInShopCurrency: rate,
  };
}

function consentFields(random: Random, pools: Pools): object {
  return {
    channel: random.pick(CONSENT_CHANNELS.slice(0, random.pick([2, 5]))),
    address: random.pick(['a', 'b']),
    state: random.pick(CONSENT_STATES),
    at: moment(random, pools),
  };
}

/** Names that are drawn often enough to meet, one of them a source's own. */
const EVENTS = [
  'product_viewed',
  'product_viewed',
  'product_viewed',
  'collection_viewed',
  'message_opened',
  'checkout_abandoned',
  'custom',
];
const CUSTOM_NAMES = ['Booked a table', "it's"];

function eventFields(random: Random, pools: Pools, name: (typeof EVENTS)[number]): object {
  return {
    name,
    customName: name === 'custom' ? random.pick(CUSTOM_NAMES) : undefined,
    at: moment(random, pools),
    channel: { id: random.pick(['1', '2']), kind: random.pick(CHANNEL_KINDS.slice(0, random.pick([2, 7]))) },
    product: random.maybe(0.7, () => random.pick(pools.products)),
    campaign: random.maybe(0.4, () => random.pick(['may', '7', 'May'])),
    properties: {
      ...random.maybe(0.6, () => ({ value: propertyValue(random, pools) })),
      ...random.maybe(0.3, () => ({ "it's": propertyValue(random, pools) })),
      ...random.maybe(0.2, () => ({ collection_id: random.pick(['A', '7', 7, ['A']]) })),
    },
  };
}

/** Of any type: one property may have several. */
function propertyValue(random: Random, pools: Pools): string | number | boolean | string[] {
  switch (random.whole(0, 6)) {
    case 0:
    case 1:
      return random.pick([5, 4.5, -1, 0, 1 / 3, 12, 1e13, 0.1 + 0.2]);
    case 2:
    case 3:
      return random.pick([...TAGS, '5', '']);
    case 4:
      return random.chance(0.5);
    case 5:
      return random.several(0, 3, () => random.pick(TAGS));
    default: {
      const at = moment(random, pools);
      return random.pick([at, at.slice(0, 10), at.slice(0, 19)]);
    }
  }
}

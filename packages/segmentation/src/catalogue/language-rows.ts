import { CHANNEL_KINDS, EVENT_NAMES } from '@clientele/model';
import { DAYPARTS, MONTHS, WEEKDAYS } from './calendar.js';
import type { LanguageMeasure, LanguageName, LanguageRows, LanguageType } from './language.js';
import { COUNT, QUOTIENT, SHARE, SUM } from './precision.js';

/** What rows are of, which says what parameters and measures they have. */
type Group = 'orders' | 'purchases' | 'refunds' | 'events' | 'views' | 'messages' | 'credit' | 'distance';

interface OfGroups extends LanguageType {
  readonly of: readonly Group[];
  readonly description: string;
}

const TIMED: readonly Group[] = ['orders', 'purchases', 'refunds', 'events'];
const BOUGHT: readonly Group[] = ['orders', 'purchases'];
const OF_PRODUCTS: readonly Group[] = ['purchases', 'events'];

/** Every parameter of one row. */
const PARAMETERS: Readonly<Record<string, OfGroups>> = {
  date: {
    type: 'date',
    of: [...TIMED, 'views', 'messages'],
    description: 'When it happened; of a purchase, when it was ordered.',
  },
  weekday: { type: 'choice', values: WEEKDAYS, of: TIMED, description: "Of the shop's day." },
  month: { type: 'choice', values: MONTHS, of: TIMED, description: "Of the shop's day." },
  hour: { type: 'integer', precision: COUNT, of: TIMED, description: "0 to 23, by the shop's clock." },
  daypart: {
    type: 'choice',
    values: DAYPARTS,
    of: TIMED,
    description: 'Night 0 to 5, morning 6 to 11, afternoon 12 to 17, evening 18 to 23 o’clock.',
  },
  channel: {
    type: 'choice',
    values: CHANNEL_KINDS,
    of: TIMED,
    description: "The kind of channel; a nested refund's is its order's.",
  },
  channel_id: { type: 'id', of: TIMED, description: 'The one store, till or account, by its id in its connection.' },
  amount: {
    type: 'decimal',
    precision: COUNT,
    of: ['orders', 'purchases', 'refunds'],
    description: "In the shop's currency.",
  },
  units: {
    type: 'decimal',
    precision: SUM,
    of: ['orders'],
    description: 'The sum of the quantities of its purchases.',
  },
  quantity: { type: 'decimal', precision: COUNT, of: ['purchases'], description: 'Of the line.' },
  discount: {
    type: 'decimal',
    precision: COUNT,
    of: BOUGHT,
    description: "All discounts of the order, or the line's own; 0 without any.",
  },
  discounted: { type: 'boolean', of: BOUGHT, description: 'Whether there is a discount above zero.' },
  discount_code: { type: 'several', of: BOUGHT, description: 'Codes of its discounts, upper and lower case alike.' },
  gift: { type: 'boolean', of: BOUGHT, description: 'Message, wrapping, or sent to another person.' },
  location_id: { type: 'id', of: BOUGHT, description: 'Of the order.' },
  app_id: { type: 'id', of: BOUGHT, description: 'Of the order.' },
  id: {
    type: 'id',
    of: [...OF_PRODUCTS, 'views'],
    description: 'The product in its connection; of collection_viewed, the collection.',
  },
  sku: { type: 'id', of: ['purchases'], description: 'The same in all channels.' },
  category: { type: 'text', of: OF_PRODUCTS, description: 'Of the product.' },
  vendor: { type: 'text', of: OF_PRODUCTS, description: 'Of the product.' },
  tag: { type: 'several', of: [...OF_PRODUCTS, 'views'], description: 'Of the product, upper and lower case alike.' },
  campaign: { type: 'id', of: ['events'], description: 'What the message or exposure belongs to.' },
  activity_id: { type: 'id', of: ['messages'], description: 'What the message belongs to.' },
  balance: { type: 'decimal', precision: COUNT, of: ['credit'], description: "In the account's own currency." },
  currency: { type: 'text', of: ['credit'], description: 'ISO 4217.' },
  next_expiry_date: { type: 'date', of: ['credit'], description: 'When the next credit expires.' },
  last_credit_date: { type: 'date', of: ['credit'], description: 'When credit was last given.' },
  coordinates: { type: 'coordinates', of: ['distance'], description: 'Latitude and longitude in degrees.' },
  distance_km: {
    type: 'decimal',
    precision: COUNT,
    of: ['distance'],
    description: 'The farthest distance, in kilometres.',
  },
  distance_mi: { type: 'decimal', precision: COUNT, of: ['distance'], description: 'The farthest distance, in miles.' },
};

/** Numbers N of rows, of which there are `sum_N`, `average_N`, `min_N`, `max_N`, `first_N`, `last_N` and `share_of_N`. */
const NUMBERS: Readonly<Partial<Record<Group, readonly string[]>>> = {
  orders: ['amount', 'units', 'discount'],
  purchases: ['amount', 'quantity', 'discount'],
  refunds: ['amount'],
};

/** Texts T of rows, of which there are `first_T`, `last_T`, `usual_T` and `distinct_Ts`; by the parameter that says them. */
const TEXTS: Readonly<
  Record<string, { readonly plural: string; readonly parameter: string; readonly of: readonly Group[] }>
> = {
  product: { plural: 'products', parameter: 'id', of: OF_PRODUCTS },
  category: { plural: 'categories', parameter: 'category', of: OF_PRODUCTS },
  vendor: { plural: 'vendors', parameter: 'vendor', of: OF_PRODUCTS },
  campaign: { plural: 'campaigns', parameter: 'campaign', of: ['events'] },
  channel: { plural: 'channels', parameter: 'channel', of: TIMED },
  weekday: { plural: 'weekdays', parameter: 'weekday', of: TIMED },
  daypart: { plural: 'dayparts', parameter: 'daypart', of: TIMED },
};

const SHOPIFY_MESSAGES = ['bounced', 'clicked', 'delivered', 'marked_as_spam', 'opened', 'unsubscribed'];

/** Every kind of rows; events of a source's own are like those of a canonical name. */
export const LANGUAGE_ROWS: readonly LanguageRows[] = [
  rowsOf('orders_placed', 'orders', 'Orders that count.'),
  rowsOf(
    'products_purchased',
    'purchases',
    'Lines of the orders that count which are products with a quantity above zero.',
  ),
  rowsOf('refunds_received', 'refunds', 'Refunds nested in orders that count, and refund documents.'),
  ...Object.keys(EVENT_NAMES)
    .filter((name) => name !== 'custom')
    .map((name) => rowsOf(`events.${name}`, 'events', `Events ${name}, of any channel.`)),
  rowsOf('storefront.product_viewed', 'views', 'Products looked at in an online store.'),
  rowsOf('storefront.collection_viewed', 'views', 'Collections looked at in an online store.'),
  ...SHOPIFY_MESSAGES.map((name) => rowsOf(`shopify_email.${name}`, 'messages', `E-mails: ${name}.`)),
  rowsOf('store_credit_accounts', 'credit', 'Accounts of store credit; they have no time.'),
  rowsOf('customer_within_distance', 'distance', 'Addresses near a place; for MATCHES alone.'),
];

function rowsOf(name: string, group: Group, description: string): LanguageRows {
  const parameters = Object.entries(PARAMETERS)
    .filter(([, { of }]) => of.includes(group))
    .map(([parameter, { of, ...type }]): LanguageName => ({ name: parameter, ...type }));
  return {
    name,
    description,
    parameters: byName(parameters),
    measures: byName(measuresOf(group)),
    hasDate: parameters.some((parameter) => parameter.name === 'date'),
    hasProperties: group === 'events',
  };
}

function measuresOf(group: Group): readonly LanguageMeasure[] {
  if (group === 'distance') return [];
  const count: LanguageMeasure = {
    name: 'count',
    kind: 'count',
    of: null,
    type: 'integer',
    precision: COUNT,
    description: 'How many.',
  };
  if (!TIMED.includes(group)) return [count];
  return [
    count,
    {
      name: 'share_of_count',
      kind: 'share_of',
      of: null,
      type: 'decimal',
      precision: QUOTIENT,
      description: 'Of those in the same time, how many.',
    },
    { name: 'first_date', kind: 'first', of: 'date', type: 'date', description: 'When the first was.' },
    { name: 'last_date', kind: 'last', of: 'date', type: 'date', description: 'When the last was.' },
    {
      name: 'distinct_days',
      kind: 'distinct',
      of: 'date',
      type: 'integer',
      precision: COUNT,
      description: 'On how many days.',
    },
    ...(NUMBERS[group] ?? []).flatMap(measuresOfNumber),
    ...Object.entries(TEXTS)
      .filter(([, { of }]) => of.includes(group))
      .flatMap(([text, { plural, parameter }]) => measuresOfText(text, plural, parameter)),
  ];
}

function measuresOfNumber(of: string): readonly LanguageMeasure[] {
  const measure = (kind: LanguageMeasure['kind'], precision = COUNT): LanguageMeasure => ({
    name: `${kind}_${of}`,
    kind,
    of,
    type: 'decimal',
    precision,
    description: `The ${kind.replace('_', ' ')} ${of}.`,
  });
  return [
    measure('sum', SUM),
    measure('average', QUOTIENT),
    ...(['min', 'max', 'first', 'last'] as const).map((kind) => measure(kind)),
    measure('share_of', SHARE),
  ];
}

function measuresOfText(text: string, plural: string, of: string): readonly LanguageMeasure[] {
  const parameter = PARAMETERS[of];
  const type: LanguageType = {
    type: parameter?.type ?? 'text',
    ...(parameter?.values && { values: parameter.values }),
  };
  return [
    ...(['first', 'last', 'usual'] as const).map((kind) => ({
      ...type,
      name: `${kind}_${text}`,
      kind,
      of,
      description: `The ${kind} ${text}.`,
    })),
    {
      name: `distinct_${plural}`,
      kind: 'distinct',
      of,
      type: 'integer',
      precision: COUNT,
      description: `How many different ${plural}.`,
    },
  ];
}

function byName<N extends LanguageName>(names: readonly N[]): ReadonlyMap<string, N> {
  return new Map(names.map((each) => [each.name, each]));
}

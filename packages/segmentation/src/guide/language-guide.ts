import type { AmountKind, LanguageMeasure, LanguageName, LanguageRows, LanguageType } from '../catalogue/language.js';
import { LANGUAGE } from '../catalogue/language.js';
import { SHOPIFY_ATTRIBUTES, SHOPIFY_ROWS } from '../shopify/shopify-language.js';

/** One table of the guide; a cell is text in which backquotes stand around what a query may contain. */
export interface GuideTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A part of the guide under a heading. */
export interface GuideSection {
  readonly title: string;
  readonly text: string;
  readonly tables: readonly GuideTable[];
}

/** Every name that a query may use, from the catalogue: what the guide to the language shows. */
export function languageGuide(): readonly GuideSection[] {
  return [
    {
      title: 'About a person',
      text: 'Attributes stand alone before a test: `number_of_orders >= 2`. A shop has custom attributes beside these, `attributes.NAME` and `metafields.NAMESPACE.KEY`.',
      tables: [namesTable('attribute', [...LANGUAGE.attributes.values()], (name) => name in SHOPIFY_ATTRIBUTES)],
    },
    ...groups().map(sectionOf),
  ];
}

/** Rows that have the same parameters and measures are shown together. */
function groups(): readonly (readonly LanguageRows[])[] {
  const alike = new Map<string, LanguageRows[]>();
  for (const rows of LANGUAGE.rows.values()) {
    const key = JSON.stringify([[...rows.parameters.keys()], [...rows.measures.keys()], rows.hasProperties]);
    alike.set(key, [...(alike.get(key) ?? []), rows]);
  }
  return [...alike.values()];
}

function sectionOf(group: readonly LanguageRows[]): GuideSection {
  const [rows] = group;
  if (rows === undefined) throw new RangeError('a group of rows is empty');
  const { parameters, measures, hasProperties } = rows;
  const known = group.map(({ name }) => SHOPIFY_ROWS[name]?.parameters ?? []);
  const isShopifys = (parameter: string) => known.some((each) => each.includes(parameter));
  const kinds: GuideTable = {
    columns: ['rows', 'meaning', 'in Shopify'],
    rows: group.map(({ name, description }) => [`\`${name}\``, description, mark(name in SHOPIFY_ROWS)]),
  };
  const properties = hasProperties
    ? " Beside these parameters, `property.NAME` is a property of the event, of the type of what it is compared with; `sum.NAME`, `average.NAME`, `min.NAME`, `max.NAME`, `share_of.NAME`, `first.NAME`, `last.NAME`, `usual.NAME` and `distinct.NAME` are measures of it. An event of a source of your own is `events.'Booked a table'`."
    : '';
  return {
    title: titleOf(rows),
    text: `Parameters stand in brackets behind the name, each once: \`${exampleOf(rows)}\`.${properties}`,
    tables: [
      kinds,
      namesTable('parameter', [...parameters.values()], isShopifys),
      ...(measures.size === 0 ? [] : [namesTable('measure', [...measures.values()], isShopifys)]),
    ],
  };
}

const TITLES: Readonly<Record<string, string>> = {
  orders_placed: 'Orders',
  products_purchased: 'Purchases',
  refunds_received: 'Refunds',
  store_credit_accounts: 'Store credit',
  customer_within_distance: 'Distance',
  events: 'Events',
  storefront: 'Views, as Shopify has them',
  shopify_email: 'E-mails, as Shopify has them',
};

function titleOf({ name }: LanguageRows): string {
  return TITLES[name] ?? TITLES[name.split('.')[0] ?? ''] ?? name;
}

function exampleOf({ name, hasDate }: LanguageRows): string {
  if (name === 'customer_within_distance')
    return `${name} MATCHES (coordinates = (40.7128, -74.006), distance_km <= 10)`;
  return hasDate ? `${name} MATCHES (date >= -30d, count >= 2)` : `${name} MATCHES (balance > 0)`;
}

function namesTable(
  what: string,
  names: readonly (LanguageName | LanguageMeasure)[],
  isShopifys: (name: string) => boolean,
): GuideTable {
  return {
    columns: [what, 'type', 'meaning', 'in Shopify'],
    rows: names.map((each) => [`\`${each.name}\``, typeOf(each), each.description, mark(isShopifys(each.name))]),
  };
}

const TYPES: Readonly<Record<AmountKind, string>> = {
  integer: 'whole number',
  decimal: 'number',
  date: 'date',
  text: 'text',
  id: 'id',
  choice: 'one of',
  list: 'list',
  boolean: 'true or false',
  several: 'texts, of which one must fit',
  any: 'as compared',
  coordinates: 'latitude and longitude',
};

function typeOf({ type, values = [] }: LanguageType): string {
  const named = values.map((value) => `\`${value}\``).join(', ');
  return values.length === 0 ? TYPES[type] : type === 'choice' ? `one of ${named}` : `${TYPES[type]} of ${named}`;
}

function mark(isShopifys: boolean): string {
  return isShopifys ? 'yes' : '';
}

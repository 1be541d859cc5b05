import { ACCOUNT_STATUSES, PRODUCT_SUBSCRIPTION_STATUSES, SPEND_TIERS } from '@clientele/model';
import type { Attribute } from './attribute.js';

/** The newest customer record of a profile: by the source's version, then connection and id. */
const NEWEST = '(version, connection, external_id)';

const LISTS = ['countries', 'regions', 'cities', 'tags', 'company_ids'] as const;

const inAll = (list: (typeof LISTS)[number]) => `all_${list}`;

/** Lists that all customer records of a profile say together. */
export const LISTS_OF_CUSTOMERS = Object.fromEntries(
  LISTS.map((list) => [inAll(list), `groupUniqArrayArray(customers.${list})`]),
);

/** What the customer records of a profile say. */
export const CUSTOMERS: readonly Attribute[] = [
  {
    name: 'customer_added_date',
    type: 'date',
    description: "Earliest creation among the profile's customer records.",
    aboutOrders: false,
    columns: [
      {
        name: 'customer_added',
        type: 'Bool',
        from: 'customers',
        aggregate: 'countIf(isNotNull(created_at)) > 0',
        meaning: 'whether any customer record says when it was made',
      },
      {
        name: 'customer_added_at',
        type: "DateTime64(3, 'UTC')",
        from: 'customers',
        aggregate: "ifNull(min(created_at), toDateTime64(0, 3, 'UTC'))",
        meaning: 'the earliest of those; only where there is one',
      },
      {
        name: 'customer_added_day',
        type: 'Date32',
        from: 'customers',
        aggregate: "ifNull(argMin(created_day, created_at), toDate32('1970-01-01'))",
        meaning: 'the day of it',
      },
    ],
    reading: { kind: 'date', day: 'customer_added_day', at: 'customer_added_at', present: 'customer_added' },
  },
  gathered(
    'customer_countries',
    'countries',
    'LowCardinality(String)',
    "Country codes of the customer records' addresses.",
  ),
  gathered('customer_regions', 'regions', 'LowCardinality(String)', "Regions of the addresses, such as 'US-NY'."),
  gathered('customer_cities', 'cities', 'String', "Cities of the addresses, such as 'US-NY-NewYorkCity'."),
  gathered('customer_tags', 'tags', 'String', 'Tags of all customer records.'),
  {
    ...gathered('companies', 'company_ids', 'String', 'Companies that the customer records belong to, by id.'),
    ofIds: true,
  },
  {
    name: 'customer_email_domain',
    type: 'text',
    description: 'Of the newest customer record that has an e-mail address; lower case.',
    aboutOrders: false,
    columns: [
      {
        name: 'customer_email_domain',
        type: 'String',
        from: 'customers',
        aggregate: `argMaxIf(email_domain, ${NEWEST}, email_domain != '')`,
        meaning: 'empty without an e-mail address',
      },
    ],
    reading: { kind: 'text', value: 'customer_email_domain' },
  },
  {
    name: 'customer_language',
    type: 'text',
    description: 'Of the newest customer record that has a language.',
    aboutOrders: false,
    columns: [
      {
        name: 'customer_language',
        type: 'LowCardinality(String)',
        from: 'customers',
        aggregate: `argMaxIf(language, ${NEWEST}, language != '')`,
        meaning: 'empty when unknown',
      },
    ],
    reading: { kind: 'text', value: 'customer_language' },
  },
  {
    name: 'created_by_app_id',
    type: 'id',
    description: 'The app that made the earliest customer record that names one.',
    aboutOrders: false,
    columns: [
      {
        name: 'created_by_app_id',
        type: 'LowCardinality(String)',
        from: 'customers',
        aggregate:
          "argMinIf(created_by_app, (isNull(created_at), ifNull(created_at, toDateTime64(0, 3, 'UTC')), connection, external_id), created_by_app != '')",
        meaning: 'empty when unknown',
      },
    ],
    reading: { kind: 'text', value: 'created_by_app_id' },
  },
  stated('customer_account_status', 'account_status', ACCOUNT_STATUSES, 'As the connection states it.'),
  stated('predicted_spend_tier', 'predicted_spend_tier', SPEND_TIERS, 'As Shopify states it.'),
  stated(
    'product_subscription_status',
    'product_subscription_status',
    PRODUCT_SUBSCRIPTION_STATUSES,
    'As Shopify states it.',
  ),
  {
    name: 'birth_date',
    type: 'date',
    description: 'As stated.',
    aboutOrders: false,
    columns: [
      {
        name: 'birth_known',
        type: 'Bool',
        from: 'customers',
        aggregate: 'countIf(isNotNull(customers.birth_day)) > 0',
        meaning: 'whether any customer record states the day of birth',
      },
      {
        name: 'birth_day',
        type: 'Date32',
        from: 'customers',
        aggregate: `ifNull(argMaxIf(customers.birth_day, ${NEWEST}, isNotNull(customers.birth_day)), toDate32('1970-01-01'))`,
        meaning: 'of the newest that states it; only where there is one',
      },
      {
        name: 'birth_at',
        type: "DateTime64(3, 'UTC')",
        from: 'customers',
        aggregate: `ifNull(argMaxIf(customers.birth_at, ${NEWEST}, isNotNull(customers.birth_day)), toDateTime64(0, 3, 'UTC'))`,
        meaning: 'the first moment of it in the time zone of the shop',
      },
    ],
    reading: { kind: 'date', day: 'birth_day', at: 'birth_at', present: 'birth_known' },
  },
];

/** A list that all customer records of a profile say together. */
function gathered(name: string, of: (typeof LISTS)[number], element: string, description: string) {
  const all = inAll(of);
  return {
    name,
    type: 'list' as const,
    description,
    aboutOrders: false,
    columns: [
      {
        name,
        type: `Array(${element})`,
        from: 'customers',
        aggregate: `arraySort(${all})`,
        isOfPrepared: true,
        meaning: 'as they are written, by name',
      },
      {
        name: `${name}_folded`,
        type: 'Array(LowCardinality(String))',
        from: 'customers',
        aggregate: `arraySort(arrayDistinct(arrayMap(each -> lowerUTF8(each), ${all})))`,
        isOfPrepared: true,
        meaning: 'the same in lower case',
      },
    ],
    reading: { kind: 'list', folded: `${name}_folded`, written: name },
  } satisfies Attribute;
}

/** One of a few values, of the newest customer record that states it. */
function stated(name: string, of: string, values: readonly string[], description: string): Attribute {
  const newest = `argMaxIf(customers.${of}, ${NEWEST}, customers.${of} != '')`;
  return {
    name,
    type: 'choice',
    values,
    description,
    aboutOrders: false,
    columns: [
      {
        name,
        type: 'UInt8',
        from: 'customers',
        aggregate: `indexOf([${values.map((value) => `'${value}'`).join(', ')}], ${newest})`,
        meaning: `position from 1 in ${values.join(', ')}; 0 when not stated`,
      },
    ],
    reading: { kind: 'coded', code: name, values },
  };
}

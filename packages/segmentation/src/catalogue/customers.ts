import type { Attribute } from './attribute.js';

/** The newest customer record of a profile: by the source's version, then connection and id. */
const NEWEST = '(version, connection, external_id)';

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
  {
    name: 'customer_countries',
    type: 'list',
    description: "Country codes of the customer records' addresses.",
    aboutOrders: false,
    columns: [
      {
        name: 'customer_countries',
        type: 'Array(LowCardinality(String))',
        from: 'customers',
        aggregate: 'arraySort(groupUniqArrayArray(countries))',
        meaning: 'country codes, by name',
      },
      {
        name: 'customer_countries_folded',
        type: 'Array(LowCardinality(String))',
        from: 'customers',
        aggregate: 'arraySort(arrayDistinct(arrayMap(code -> lowerUTF8(code), groupUniqArrayArray(countries))))',
        meaning: 'the same in lower case',
      },
    ],
    reading: { kind: 'list', folded: 'customer_countries_folded' },
  },
  {
    name: 'customer_tags',
    type: 'list',
    description: 'Tags of all customer records.',
    aboutOrders: false,
    columns: [
      {
        name: 'customer_tags',
        type: 'Array(String)',
        from: 'customers',
        aggregate: 'arraySort(groupUniqArrayArray(tags))',
        meaning: 'tags as they are written, by name',
      },
      {
        name: 'customer_tags_folded',
        type: 'Array(LowCardinality(String))',
        from: 'customers',
        aggregate: 'arraySort(arrayDistinct(arrayMap(tag -> lowerUTF8(tag), groupUniqArrayArray(tags))))',
        meaning: 'the same in lower case',
      },
    ],
    reading: { kind: 'list', folded: 'customer_tags_folded' },
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
];

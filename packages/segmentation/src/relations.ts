/**
 * The relations that compiled queries read and that the warehouse provides. All of them carry the shop; all days are
 * days in the shop's time zone, all instants UTC, all amounts in the shop's currency.
 *
 * Source relations, one row a record, already joined with the identity map; the catalogue derives from them:
 * @see PROFILE_CUSTOMERS, PROFILE_ORDERS, PROFILE_REFUNDS, PROFILE_CONSENTS, PROFILE_EVENTS
 *
 * Derived relations, which queries are compiled to: `profiles`, one wide row a profile (its columns are those that
 * the catalogue's entries store), `segment_members`, whether a profile is in 64 of the saved segments in each row, `profile_ids`, `products`, `purchases_by_product`,
 * what `profiles` holds in arrays once more, found by product, `list_entries` and `customer_profiles`; all these beside the `shop`.
 */
export interface RelationColumn {
  readonly type: string;
  readonly meaning: string;
}
export type Relation = Readonly<Record<string, RelationColumn>>;

const PROFILE_NO: RelationColumn = { type: 'UInt32', meaning: 'dense number of the profile, never reused' };

export const PROFILE_CUSTOMERS = {
  profile_no: PROFILE_NO,
  connection: { type: 'LowCardinality(String)', meaning: 'the connection that says it' },
  external_id: { type: 'String', meaning: "the record's id there" },
  version: { type: 'UInt128', meaning: 'orders versions of all customer records' },
  created_at: { type: "Nullable(DateTime64(3, 'UTC'))", meaning: 'when the source made the record' },
  created_day: { type: 'Nullable(Date32)', meaning: 'the day of it' },
  email_domain: { type: 'String', meaning: 'lower case, after the @; empty without an e-mail address' },
  language: { type: 'LowCardinality(String)', meaning: 'BCP 47 tag; empty when unknown' },
  countries: { type: 'Array(LowCardinality(String))', meaning: 'ISO 3166-1 codes of its addresses' },
  tags: { type: 'Array(String)', meaning: 'as the source writes them' },
  regions: { type: 'Array(LowCardinality(String))', meaning: 'of its addresses, such as US-NY' },
  cities: { type: 'Array(String)', meaning: 'of its addresses, such as US-NY-NewYorkCity' },
  birth_day: { type: 'Nullable(Date32)', meaning: 'the day of birth' },
  birth_at: { type: "Nullable(DateTime64(3, 'UTC'))", meaning: 'the first moment of it in the time zone of the shop' },
  account_status: { type: 'LowCardinality(String)', meaning: 'ENABLED, …; empty when not stated' },
  predicted_spend_tier: { type: 'LowCardinality(String)', meaning: 'HIGH, …; empty when not stated' },
  product_subscription_status: { type: 'LowCardinality(String)', meaning: 'SUBSCRIBED, …; empty when not stated' },
  created_by_app: {
    type: 'LowCardinality(String)',
    meaning: 'id of the app that made the record; empty when not stated',
  },
  places: {
    type: 'Array(Tuple(Int32, Int32))',
    meaning: 'latitude and longitude of its addresses that have them, in millionths of a degree',
  },
  custom: {
    type: 'Map(LowCardinality(String), String)',
    meaning: 'custom attributes by name behind a letter: t text, n a decimal, d and i day and instant, b true or false',
  },
  custom_lists: { type: 'Map(LowCardinality(String), Array(String))', meaning: 'those that are lists, by name' },
  store_credit: {
    type: "Array(Tuple(String, Decimal(18, 6), String, Bool, Date32, DateTime64(3, 'UTC'), Bool, Date32, DateTime64(3, 'UTC')))",
    meaning:
      'its accounts: id, balance, currency; whether some expires, the day and the instant of that; whether it is known when some was last given, the day and the instant of that',
  },
  company_ids: { type: 'Array(String)', meaning: 'companies that the customer buys for' },
} as const satisfies Relation;

export const PROFILE_ORDERS = {
  profile_no: PROFILE_NO,
  connection: { type: 'LowCardinality(String)', meaning: 'the connection that says it' },
  external_id: { type: 'String', meaning: "the order's id there" },
  at: { type: "DateTime64(3, 'UTC')", meaning: 'when it was placed' },
  day: { type: 'Date32', meaning: 'the day of it' },
  counted: { type: 'Bool', meaning: 'a sale, neither cancelled nor a trial' },
  total: { type: 'Nullable(Decimal(18, 6))', meaning: 'null where the order has no rate to the shop currency' },
  discounted: { type: 'Bool', meaning: 'has a discount above zero, on the order or a line' },
  refunded: { type: 'Nullable(Decimal(18, 6))', meaning: 'what its nested refunds gave back' },
  channel_kind: { type: 'LowCardinality(String)', meaning: 'online_store, till, …' },
  gift: { type: 'Bool', meaning: 'has a gift message or wrapping, or went to another person' },
  hour: { type: 'UInt8', meaning: "when it was placed by the shop's clock, 0 to 23" },
  discount: { type: 'Nullable(Decimal(18, 6))', meaning: 'all its discounts; null where they have no rate' },
  codes: { type: 'Array(String)', meaning: 'of its discounts and those of its lines, in lower case' },
  channel_id: { type: 'String', meaning: 'the one store, till or account' },
  location: { type: 'String', meaning: 'empty when unknown' },
  app: { type: 'String', meaning: 'empty when unknown' },
  line_product: { type: 'Array(String)', meaning: 'of each purchased line; empty text where it names no product' },
  line_sku: { type: 'Array(String)', meaning: 'of each purchased line; empty text where it has none' },
  line_quantity: { type: 'Array(Decimal(18, 6))', meaning: 'of each purchased line' },
  line_amount: {
    type: 'Array(Nullable(Decimal(18, 6)))',
    meaning: 'of each purchased line: list price by quantity less its own discounts; null where it has no rate',
  },
  line_discount: { type: 'Array(Nullable(Decimal(18, 6)))', meaning: "of each purchased line: the line's own" },
  line_discounted: { type: 'Array(Bool)', meaning: 'of each purchased line: it, or the order as a whole, is' },
  line_codes: {
    type: 'Array(Array(String))',
    meaning: 'of each purchased line: its own and those of the order as a whole, in lower case',
  },
  refund_at: { type: "Array(DateTime64(3, 'UTC'))", meaning: 'of each nested refund' },
  refund_day: { type: 'Array(Date32)', meaning: 'of each nested refund' },
  refund_hour: { type: 'Array(UInt8)', meaning: 'of each nested refund' },
  refund_amount: { type: 'Array(Nullable(Decimal(18, 6)))', meaning: 'of each nested refund; null without a rate' },
} as const satisfies Relation;

export const PROFILE_REFUNDS = {
  profile_no: PROFILE_NO,
  connection: { type: 'LowCardinality(String)', meaning: 'the connection that says it' },
  external_id: { type: 'String', meaning: "the document's id there" },
  at: { type: "DateTime64(3, 'UTC')", meaning: 'when it was issued' },
  day: { type: 'Date32', meaning: 'the day of it' },
  amount: { type: 'Nullable(Decimal(18, 6))', meaning: 'null where it has no rate to the shop currency' },
  hour: { type: 'UInt8', meaning: "when it was issued by the shop's clock, 0 to 23" },
  channel_kind: { type: 'LowCardinality(String)', meaning: 'online_store, till, …' },
  channel_id: { type: 'String', meaning: 'the one store, till or account' },
} as const satisfies Relation;

export const PROFILE_CONSENTS = {
  profile_no: PROFILE_NO,
  connection: { type: 'LowCardinality(String)', meaning: 'the connection that says it' },
  external_id: { type: 'String', meaning: "the record's id there" },
  channel: { type: 'LowCardinality(String)', meaning: 'email, sms, …' },
  address: { type: 'String', meaning: 'the address it is about' },
  state: { type: 'LowCardinality(String)', meaning: 'SUBSCRIBED, UNSUBSCRIBED, …' },
  at: { type: "DateTime64(3, 'UTC')", meaning: 'since when' },
  version: { type: 'UInt128', meaning: 'orders versions of all consent records' },
} as const satisfies Relation;

export const PROFILE_EVENTS = {
  profile_no: PROFILE_NO,
  connection: { type: 'LowCardinality(String)', meaning: 'the connection that says it' },
  external_id: { type: 'String', meaning: "the event's id there" },
  at: { type: "DateTime64(3, 'UTC')", meaning: 'when it happened' },
  day: { type: 'Date32', meaning: 'the day of it' },
  hour: { type: 'UInt8', meaning: "the hour of it by the shop's clock" },
  name: { type: 'LowCardinality(String)', meaning: 'product_viewed, message_opened, …; custom' },
  custom_name: { type: 'LowCardinality(String)', meaning: "its source's own name where it is custom, else empty" },
  channel_kind: { type: 'LowCardinality(String)', meaning: 'online_store, till, …' },
  channel_id: { type: 'LowCardinality(String)', meaning: 'the one store, till or account' },
  product: { type: 'String', meaning: 'product, or the collection that was viewed; empty without one' },
  campaign: { type: 'LowCardinality(String)', meaning: 'of a message or exposure; empty without one' },
  properties: {
    type: 'Map(String, String)',
    meaning:
      'by name behind a letter: n a decimal, t text, f it in lower case if another, d and i its day and instant, b true or false, l a JSON list in lower case',
  },
} as const satisfies Relation;

export const PRODUCTS = {
  connection: { type: 'LowCardinality(String)', meaning: 'the connection that says it' },
  external_id: { type: 'String', meaning: "the product's id there" },
  category: { type: 'String', meaning: 'empty without one' },
  vendor: { type: 'String', meaning: 'empty without one' },
  tags: { type: 'Array(String)', meaning: 'in lower case' },
} as const satisfies Relation;

export const PROFILE_IDS = {
  profile_no: PROFILE_NO,
  profile_id: { type: 'String', meaning: 'the public id of the profile' },
  draw: { type: 'UInt64', meaning: 'the number of its id in draws: the first eight bytes of its SHA-256' },
} as const satisfies Relation;

export const SEGMENT_MEMBERS = {
  word_no: { type: 'UInt16', meaning: 'which 64 of the segments' },
  profile_no: PROFILE_NO,
  evaluation: { type: 'UInt64', meaning: 'of several rows of a profile and word, the highest counts' },
  bits: { type: 'UInt64', meaning: 'in which of them the profile is, see `memberBit`' },
  ever: { type: 'UInt64', meaning: 'in which of them it was ever: of a segment, only rows that have it here count' },
} as const satisfies Relation;

/** The newest of what people decided by hand about customer records and segments. */
export const LIST_ENTRIES = {
  segment: { type: 'LowCardinality(String)', meaning: 'the segment, as the condition that is compiled refers to it' },
  customer_no: { type: 'UInt32', meaning: 'dense number of the customer record, never reused' },
  decision: { type: 'LowCardinality(String)', meaning: 'added, excluded; any other says nothing' },
} as const satisfies Relation;

/** The identity map: which customer record is which profile. */
export const CUSTOMER_PROFILES = {
  customer_no: { type: 'UInt32', meaning: 'dense number of the customer record, never reused' },
  profile_no: PROFILE_NO,
} as const satisfies Relation;

/**
 * Rows for former values of a profile may be among them: those count whose `orders_stamp` is the one that the profile
 * has in `profiles`. So a profile and its purchases change in the same moment.
 */
export const PURCHASES_BY_PRODUCT = {
  purchase_product_key: {
    type: 'UInt64',
    meaning: 'hash (sipHash64) of the product id; lines that name none are left out',
  },
  profile_no: PROFILE_NO,
  orders_stamp: { type: 'UInt64', meaning: 'the stamp of the profile that the purchase is of' },
  line: { type: 'UInt32', meaning: 'position of the purchase in the arrays of the profile, from 1' },
  purchase_day: { type: 'Date32', meaning: 'the day of it' },
  purchase_quantity: { type: 'Decimal(18, 6)', meaning: 'its quantity' },
} as const satisfies Relation;

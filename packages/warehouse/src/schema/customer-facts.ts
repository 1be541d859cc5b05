/**
 * What attributes read of customer records, beside what was there from the first. Rows of before get theirs when the
 * pipeline writes them anew (`rewriteCustomers`): some of it needs the time zone of the shop.
 */
const COLUMNS = [
  'regions Array(LowCardinality(String))',
  'cities Array(String)',
  'birth_day Nullable(Date32)',
  "birth_at Nullable(DateTime64(3, 'UTC'))",
  'account_status LowCardinality(String)',
  'predicted_spend_tier LowCardinality(String)',
  'product_subscription_status LowCardinality(String)',
  'created_by_app LowCardinality(String)',
  'places Array(Tuple(Int32, Int32))',
  'custom Map(LowCardinality(String), String)',
  'custom_lists Map(LowCardinality(String), Array(String))',
  `store_credit Array(Tuple(String, Decimal(18, 6), String, Bool, Date32, DateTime64(3, 'UTC'), Bool, Date32, DateTime64(3, 'UTC')))`,
  'company_ids Array(String)',
];

export const CUSTOMER_FACTS_STATEMENTS = [
  `ALTER TABLE customers ${COLUMNS.map((column) => `ADD COLUMN IF NOT EXISTS ${column}`).join(', ')}`,
];

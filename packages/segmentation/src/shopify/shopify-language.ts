import { LANGUAGE } from '../catalogue/language.js';
import type { ComparisonOperator } from '../tree/test.js';

/** What may stand between an attribute and its value in Shopify. */
export type ShopifyOperator = ComparisonOperator | 'BETWEEN' | 'CONTAINS' | 'IS NULL';

/** An attribute of Shopify's segment language. */
export interface ShopifyAttribute {
  readonly operators: readonly ShopifyOperator[];
  /** Where it is one of a closed list. */
  readonly values?: readonly string[];
  /** Ids are whole numbers in Shopify. */
  readonly isId?: true;
}

/** Rows of Shopify's segment language, with the parameters that it has for them. */
export interface ShopifyRows {
  readonly parameters: readonly string[];
}

/** Shopify's own limits of one query. */
export const MOST_CLAUSES = 10;
export const MOST_CHARACTERS = 5_000;
export const MOST_IDS = 500;

const ORDERED: readonly ShopifyOperator[] = ['=', '!=', '>', '>=', '<', '<=', 'BETWEEN', 'IS NULL'];
const EQUAL: readonly ShopifyOperator[] = ['=', '!='];
const LIST: readonly ShopifyOperator[] = ['CONTAINS', 'IS NULL'];

const choice = (name: string, without: readonly string[] = []): ShopifyAttribute => ({
  operators: EQUAL,
  values: (LANGUAGE.attributes.get(name)?.values ?? []).filter((value) => !without.includes(value)),
});

export const SHOPIFY_ATTRIBUTES: Readonly<Record<string, ShopifyAttribute>> = {
  abandoned_checkout_date: { operators: ORDERED },
  customer_added_date: { operators: ORDERED },
  first_order_date: { operators: ORDERED },
  last_order_date: { operators: ORDERED },
  amount_spent: { operators: ORDERED },
  number_of_orders: { operators: ORDERED },
  created_by_app_id: { operators: EQUAL, isId: true },
  companies: { operators: LIST, isId: true },
  customer_account_status: choice('customer_account_status'),
  email_subscription_status: choice('email_subscription_status'),
  sms_subscription_status: choice('sms_subscription_status', ['INVALID']),
  predicted_spend_tier: choice('predicted_spend_tier'),
  product_subscription_status: choice('product_subscription_status'),
  rfm_group: choice('rfm_group'),
  customer_countries: { operators: LIST },
  customer_regions: { operators: LIST },
  customer_cities: { operators: LIST },
  customer_tags: { operators: LIST },
  customer_email_domain: { operators: EQUAL },
  customer_language: { operators: EQUAL },
};

/** A metafield takes the operators of its type, which the query does not tell. */
export const METAFIELD: ShopifyAttribute = { operators: [...ORDERED, 'CONTAINS'] };

/** Those that Shopify never leaves absent, so that a comparison and its opposite are complements. */
export const NEVER_ABSENT: readonly string[] = ['amount_spent', 'number_of_orders', 'rfm_group'];

const MESSAGES: ShopifyRows = { parameters: ['activity_id', 'date', 'count'] };
const VIEWS: ShopifyRows = { parameters: ['id', 'tag', 'date', 'count'] };

export const SHOPIFY_ROWS: Readonly<Record<string, ShopifyRows>> = {
  orders_placed: { parameters: ['app_id', 'location_id', 'amount', 'date', 'count', 'sum_amount'] },
  products_purchased: { parameters: ['id', 'tag', 'category', 'date', 'quantity', 'count', 'sum_quantity'] },
  'storefront.product_viewed': VIEWS,
  'storefront.collection_viewed': VIEWS,
  'shopify_email.bounced': MESSAGES,
  'shopify_email.clicked': MESSAGES,
  'shopify_email.delivered': MESSAGES,
  'shopify_email.marked_as_spam': MESSAGES,
  'shopify_email.opened': MESSAGES,
  'shopify_email.unsubscribed': MESSAGES,
  store_credit_accounts: { parameters: ['balance', 'currency', 'next_expiry_date', 'last_credit_date'] },
  customer_within_distance: { parameters: ['coordinates', 'distance_km', 'distance_mi'] },
};

import type { LanguageName } from './language.js';

/** Attributes that can be written and not asked yet: no fact of a record says them so far. */
export const LANGUAGE_ATTRIBUTES: readonly LanguageName[] = [
  { name: 'abandoned_checkout_date', type: 'date', description: 'The last checkout_abandoned event.' },
  { name: 'birth_date', type: 'date', description: 'As stated.' },
  {
    name: 'predicted_spend_tier',
    type: 'choice',
    values: ['HIGH', 'MEDIUM', 'LOW'],
    description: 'As Shopify states it.',
  },
  {
    name: 'product_subscription_status',
    type: 'choice',
    values: ['SUBSCRIBED', 'CANCELED', 'EXPIRED', 'FAILED', 'NEVER_SUBSCRIBED', 'PAUSED'],
    description: 'As Shopify states it.',
  },
  {
    name: 'customer_account_status',
    type: 'choice',
    values: ['DECLINED', 'DISABLED', 'ENABLED', 'INVITED'],
    description: 'As the connection states it.',
  },
  { name: 'created_by_app_id', type: 'id', description: 'The app that made the earliest customer record.' },
  { name: 'companies', type: 'list', description: 'Companies that the customer records belong to, by id.' },
  { name: 'customer_regions', type: 'list', description: "Regions of the addresses, such as 'US-NY'." },
  { name: 'customer_cities', type: 'list', description: "Cities of the addresses, such as 'US-NY-NewYorkCity'." },
];

import { expect, it } from 'vitest';
import { checkQuery } from '../check/check-query.js';
import { aContext, aCustomer, anEvent, aProfile } from './records.fixture.js';
import { evaluateProfile } from './reference.js';

const EMAIL = { id: 'news', kind: 'email' } as const;
const APP = { id: 'ours', kind: 'app' } as const;

/** Asked at noon of 10 June 2024 in London. */
const profile = aProfile({
  customers: [
    aCustomer({ language: 'xl', birthDate: '2024-06-05', email: 'x@blue', createdAt: '2024-06-05T09:00:00Z' }),
  ],
  events: [
    anEvent({ product: '5', properties: { colour: 'Red', rating: 4.5, price: 1 / 3, on: '2024-06-05' } }),
    anEvent({ product: '7', channel: APP, at: '2024-06-02T23:30:00Z', properties: { sizes: ['S', 'XL'], gift: true } }),
    anEvent({ product: '5', at: '2024-06-09T05:00:00Z', properties: { colour: 'blue', rating: 2, huge: 1e13 } }),
    anEvent({ name: 'message_opened', channel: EMAIL, campaign: '42', at: '2024-05-01T12:00:00Z' }),
    anEvent({ name: 'message_clicked', channel: APP, campaign: '42' }),
    anEvent({ name: 'collection_viewed', properties: { collection_id: 12 }, product: '5' }),
    anEvent({ name: 'custom', customName: 'Booked a table', properties: { guests: 6, none: [], empty: '' } }),
    anEvent({ name: 'custom', customName: 'page_viewed' }),
    anEvent({ name: 'checkout_abandoned', at: '2024-05-31T23:30:00Z' }),
    anEvent({ name: 'checkout_abandoned', at: '2024-05-30T23:30:00Z' }),
  ],
});

function holds(query: string): boolean {
  const checked = checkQuery(query);
  if (checked.outcome === 'invalid') throw new Error(checked.errors.map(({ message }) => message).join('; '));
  return evaluateProfile(checked.condition, profile, aContext());
}

it.each([
  // Which events: of a name, of any channel, of a source's own.
  'count OF events.product_viewed = 3',
  'storefront.product_viewed MATCHES (count = 2)',
  "shopify_email.opened MATCHES (activity_id = '42') AND shopify_email.clicked NOT MATCHES ()",
  "count OF events.'Booked a table' = 1 AND events.page_viewed NOT MATCHES () AND events.'page_viewed' MATCHES ()",
  'abandoned_checkout_date = 2024-06-01',
  // What is asked of one.
  'count OF events.product_viewed (id = 5) = 2 AND storefront.collection_viewed MATCHES (id = 12)',
  'count OF events.product_viewed (date >= -8d) = 2 AND count OF events.product_viewed (date > -8d) = 2',
  "count OF events.product_viewed (hour = 0, daypart = 'night', weekday = 'monday', month = 'june') = 1",
  "count OF events.product_viewed (channel = 'app', channel_id = 'ours') = 1",
  "events.message_opened MATCHES (campaign IN ('41', '42'), date < -30d)",
  // Properties are of the type of what they are compared with.
  "count OF events.product_viewed (property.colour = 'Red') = 1 AND count OF events.product_viewed (property.colour != 'Red') = 1",
  "events.product_viewed NOT MATCHES (property.colour = 'red') AND events.product_viewed MATCHES (property.colour CONTAINS 'RE')",
  "count OF events.product_viewed (property.colour NOT CONTAINS 'e') = 1",
  "events.product_viewed MATCHES (property.rating >= 4.5) AND events.product_viewed NOT MATCHES (property.rating = '4.5')",
  'events.product_viewed MATCHES (property.price = 0.333333) AND events.product_viewed NOT MATCHES (property.colour > 0)',
  'events.product_viewed MATCHES (property.on = 2024-06-05) AND events.product_viewed MATCHES (property.on < 2024-06-05T00:00:01)',
  'events.product_viewed MATCHES (property.gift = true) AND events.product_viewed NOT MATCHES (property.gift = false)',
  "count OF events.product_viewed (property.sizes = 'xl') = 1 AND count OF events.product_viewed (property.sizes != 'M') = 1",
  "events.product_viewed MATCHES (property.sizes CONTAINS 's') AND events.product_viewed NOT MATCHES (property.sizes CONTAINS 'X')",
  'count OF events.product_viewed (property.sizes IS NULL) = 2 AND count OF events.product_viewed (property.colour IS NOT NULL) = 2',
  'events.product_viewed MATCHES (property.huge IS NULL, id = 5, count = 2)',
  "events.'Booked a table' MATCHES (property.none IS NULL, property.empty IS NULL, property.guests BETWEEN 6 AND 12)",
  'events.product_viewed MATCHES (property.on <= -108h) AND events.product_viewed NOT MATCHES (property.on < -132h)',
  // And what they are compared with may be the profile's own.
  'count OF events.product_viewed (property.colour = customer_email_domain) = 1',
  'count OF events.product_viewed (property.colour != customer_email_domain) = 1',
  'count OF events.product_viewed (property.colour NOT IN (customer_email_domain, customer_language)) = 1',
  'count OF events.product_viewed (property.colour IN (customer_account_status, customer_email_domain)) = 1',
  'events.product_viewed NOT MATCHES (property.colour != customer_account_status)',
  'events.product_viewed NOT MATCHES (property.sizes != customer_account_status)',
  'count OF events.product_viewed (property.sizes = customer_language) = 1',
  'count OF events.product_viewed (property.sizes NOT IN (customer_email_domain)) = 1',
  'count OF events.product_viewed (property.rating > number_of_orders + 4) = 1',
  'events.product_viewed NOT MATCHES (property.rating = customer_language)',
  'count OF events.product_viewed (property.on BETWEEN birth_date AND customer_added_date + 1d) = 1',
  // Measures of all that are left.
  'events.product_viewed MATCHES (sum.rating = 6.5, average.rating = 3.25, min.rating = 2, max.rating = 4.5)',
  "events.product_viewed MATCHES (first.colour = 'Red', last.colour = 'blue', last.rating = 2, distinct.colour = 2)",
  "usual.colour OF events.product_viewed = 'Red' AND usual_product OF events.product_viewed = '5'",
  'share_of.rating OF events.product_viewed (id = 5) = 1 AND share_of_count OF events.product_viewed (id = 7) < 0.34',
  'distinct_days OF events.product_viewed = 3 AND last_date OF events.product_viewed = 2024-06-09',
  'first.sizes OF events.product_viewed IS NOT NULL AND last.nothing OF events.product_viewed IS NULL',
  'sum.colour OF events.product_viewed = 0 AND average.colour OF events.product_viewed IS NULL',
])('%s', (query) => {
  expect(holds(query)).toBe(true);
});

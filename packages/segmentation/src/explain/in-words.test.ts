import { describe, expect, it } from 'vitest';
import { parseQuery } from '../text/parse-query.js';
import { inWords } from './in-words.js';

function words(query: string): string {
  const reading = parseQuery(query);
  if (reading.outcome === 'invalid') throw new Error(`${query}: ${reading.errors[0]?.message}`);
  return inWords(reading.condition, 'GBP');
}

describe('a condition in words', () => {
  it.each([
    ['amount_spent >= 100', 'Amount spent is at least £100.00'],
    ['number_of_orders != 3', 'Number of orders is not 3'],
    ['discounted_order_share > 0.5', 'Discounted order share is more than 50%'],
    ['last_order_date < -1y', 'Last order date is before 1 year ago'],
    ['first_order_date >= 2024-05-01', 'First order date is on or after 1 May 2024'],
    ['last_order_date <= yesterday', 'Last order date is on or before yesterday'],
    ['last_order_date > 2024-05-01T18:30:00', 'Last order date is after 18:30 on 1 May 2024'],
    ['last_order_date BETWEEN -4m AND -2w', 'Last order date is from 4 months ago to 2 weeks ago'],
    ["rfm_group IN ('AT_RISK', 'LOYAL')", 'RFM group is At risk or Loyal'],
    ["usual_channel NOT IN ('till', 'app')", 'Usual channel is not Till or App'],
    ["customer_email_domain = 'example.com'", 'Customer email domain is “example.com”'],
    ['rfm_group IS NULL', 'RFM group is not known'],
    ["channels CONTAINS 'online_store'", 'Channels include Online store'],
    ["customer_tags NOT CONTAINS 'vip'", 'Customer tags do not include “vip”'],
    ['amount_spent IN TOP 10%', 'Amount spent is in the top 10% of the shop'],
    ["in_segment('vip')", 'Is in the segment “vip”'],
    [
      'orders_placed MATCHES (date >= -1y, amount > 20, count >= 4)',
      'Orders placed with date on or after 1 year ago, amount more than £20.00: count at least 4',
    ],
    ['products_purchased NOT MATCHES (id = 22423)', 'Not: products purchased with id “22423”: at least one'],
    [
      "events.product_viewed MATCHES (property.colour = 'red', average.rating >= 4)",
      'Product viewed with colour “red”: average rating at least 4',
    ],
    ['storefront.product_viewed MATCHES (id = 5)', 'Product viewed in an online store with id “5”: at least one'],
    ['shopify_email.opened NOT MATCHES ()', 'Not: e-mail opened: at least one'],
    ["count OF events.'Booked a table' > 1", 'Booked a table: count more than 1'],
    [
      'SEQUENCE (events.searched (date >= -60d) THEN NOT orders_placed WITHIN 1d THEN events.app_opened)',
      'Searched with date on or after 60 days ago, then no orders placed within 1 day, then app opened',
    ],
    ['orders_placed MATCHES (sum_amount < 50)', 'Orders placed: total amount less than £50.00'],
    [
      "share_of_count OF orders_placed (channel = 'till') > 0.5",
      'Orders placed with channel Till: share of count more than 50%',
    ],
    ["last_channel OF orders_placed != 'till'", 'Orders placed: last channel not Till'],
    ['products_purchased MATCHES (distinct_products >= 3)', 'Products purchased: different products at least 3'],
    ['average_amount OF orders_placed IS NULL', 'Orders placed: average amount not known'],
    ["anniversary('birth_date') BETWEEN today AND +30d", 'Anniversary of birth date is from today to 30 days from now'],
    ["customer_account_status = 'ENABLED'", 'Customer account status is Enabled'],
    ['created_by_app_id = 007', 'Created by app id is “007”'],
    [
      'customer_within_distance NOT MATCHES (coordinates = (51.5, -0.1), distance_mi <= 5)',
      'Not: has an address within 5 miles of 51.5, -0.1',
    ],
    ['amount_refunded / amount_spent > 0.3', 'Amount refunded divided by amount spent is more than 0.3'],
    [
      '(amount_spent - amount_refunded) / number_of_orders >= 80',
      '(amount spent less amount refunded) divided by number of orders is at least £80.00',
    ],
    [
      'first_order_date <= customer_added_date + 7d',
      'First order date is on or before customer added date plus 7 days',
    ],
    ['today - last_order_date <= 30', 'Today less last order date is at most 30'],
    [
      "usual_channel OF orders_placed != usual_channel OF orders_placed (channel != 'app')",
      'Orders placed: usual channel not usual channel of orders placed with channel not App',
    ],
    ['last_order_date > -6h', 'Last order date is after 6 hours ago'],
    [
      'sum_amount OF orders_placed (date >= -90d) DOWN BY 50%',
      'Orders placed with date on or after 90 days ago: total amount at least 50% less than over as many days before',
    ],
    ['in_hold_out()', 'Is in the hold-out'],
    ["excluded_from('vip')", 'Was excluded from the segment “vip” by hand'],
    ["in_sample(12.5%, 'spring')", 'Is in the sample “spring” of 12.5%'],
    ["customer_language CONTAINS 'en'", 'Customer language contains “en”'],
    ['number_of_orders = 1 OR gift_orders = 1', 'At least one of these'],
    ['NOT number_of_orders = 1', 'Not this'],
  ])('%s', (query, expected) => {
    expect(words(query)).toBe(expected);
  });
});

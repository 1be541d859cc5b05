/** Days are counted from the shop's own clock, so these hold for any shop. */
export const EXAMPLES = [
  'amount_spent IN TOP 10% AND last_order_date < -180d',
  'number_of_orders = 1 AND first_order_date >= -3m',
  'orders_placed MATCHES (date >= -3m, count >= 3)',
  "rfm_group IN ('CHAMPIONS', 'LOYAL') AND discounted_order_share = 0",
];

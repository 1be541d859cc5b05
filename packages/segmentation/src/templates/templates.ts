/** A segment that merchants know, to begin with. */
export interface SegmentTemplate {
  readonly handle: string;
  readonly name: string;
  readonly description: string;
  readonly query: string;
  /** The kinds of shop where it finds people: `retail` knows only orders; `five-channels` also discounts, gifts, consents. */
  readonly shops: readonly ('retail' | 'five-channels')[];
}

const EVERYWHERE = ['retail', 'five-channels'] as const;

export const TEMPLATES: readonly SegmentTemplate[] = [
  {
    handle: 'champions',
    name: 'Champions',
    description: 'Bought lately, buy often and spend most. Thank them, and let them see new things first.',
    query: "rfm_group = 'CHAMPIONS'",
    shops: EVERYWHERE,
  },
  {
    handle: 'big-spenders',
    name: 'Big spenders',
    description: 'The tenth of buyers who spent most.',
    query: 'amount_spent IN TOP 10%',
    shops: EVERYWHERE,
  },
  {
    handle: 'regulars',
    name: 'Regulars',
    description: 'Four orders or more within a year.',
    query: 'orders_placed MATCHES (date >= -1y, count >= 4)',
    shops: EVERYWHERE,
  },
  {
    handle: 'new-this-month',
    name: 'New this month',
    description: 'Placed their first order within thirty days. Welcome them: the second order decides.',
    query: 'first_order_date >= -30d',
    shops: EVERYWHERE,
  },
  {
    handle: 'one-time-buyers',
    name: 'One-time buyers',
    description: 'Ordered once, more than thirty days ago, and not again.',
    query: 'number_of_orders = 1 AND last_order_date < -30d',
    shops: EVERYWHERE,
  },
  {
    handle: 'slipping-away',
    name: 'Slipping away',
    description: 'Came back before, but have not ordered for two to four months.',
    query: 'number_of_orders >= 2 AND last_order_date BETWEEN -4m AND -2m',
    shops: EVERYWHERE,
  },
  {
    handle: 'at-risk',
    name: 'At risk',
    description: 'Good customers who have been away for long, by the standards of this shop.',
    query: "rfm_group IN ('AT_RISK', 'PREVIOUSLY_LOYAL')",
    shops: EVERYWHERE,
  },
  {
    handle: 'lapsed',
    name: 'Lapsed',
    description: 'No order for a year.',
    query: 'last_order_date < -1y',
    shops: EVERYWHERE,
  },
  {
    handle: 'discount-lovers',
    name: 'Discount lovers',
    description: 'At least half of their orders had a discount. They need no reason, only a price.',
    query: 'discounted_order_share >= 0.5 AND number_of_orders >= 2',
    shops: ['five-channels'],
  },
  {
    handle: 'multi-channel',
    name: 'Shop and online',
    description: 'Buy at the till as well as in the online store or the app.',
    query: "channels CONTAINS 'till' AND (channels CONTAINS 'online_store' OR channels CONTAINS 'app')",
    shops: ['five-channels'],
  },
  {
    handle: 'gift-buyers',
    name: 'Gift buyers',
    description: 'Had something wrapped, wrote a message with it, or sent it to somebody else, within a year or so.',
    query: 'gift_orders >= 1 AND last_order_date >= -15m',
    shops: ['five-channels'],
  },
  {
    handle: 'win-back-by-email',
    name: 'Win back by e-mail',
    description: 'Subscribed to e-mail, and have not ordered for three months.',
    query: "email_subscription_status = 'SUBSCRIBED' AND last_order_date < -3m",
    shops: ['five-channels'],
  },
];

/** What a gateway answered about the real retail shop in its second year, rounded to what the pages ask for. */
const GROUPS = [
  ['NEW', 'NEW', 'ACTIVE', 'LOYAL', 'CHAMPIONS'],
  ['PROMISING', 'PROMISING', 'ACTIVE', 'LOYAL', 'CHAMPIONS'],
  ['NEEDS_ATTENTION', 'NEEDS_ATTENTION', 'NEEDS_ATTENTION', 'LOYAL', 'LOYAL'],
  ['ALMOST_LOST', 'ALMOST_LOST', 'AT_RISK', 'AT_RISK', 'PREVIOUSLY_LOYAL'],
  ['DORMANT', 'DORMANT', 'AT_RISK', 'PREVIOUSLY_LOYAL', 'PREVIOUSLY_LOYAL'],
] as const;

/** Customers and revenue by recency from 5 down to 1, and FM from 1 to 5. */
const CELLS: readonly (readonly (readonly [number, string])[])[] = [
  [
    [35, '5834.37'],
    [82, '27366.38'],
    [108, '83367.28'],
    [177, '418954.09'],
    [424, '4057513.86'],
  ],
  [
    [87, '12842.17'],
    [152, '56941.19'],
    [151, '112144.71'],
    [238, '323064.61'],
    [260, '1281367.51'],
  ],
  [
    [126, '20026.01'],
    [232, '91039.13'],
    [178, '156006.27'],
    [188, '280065.43'],
    [142, '615199.22'],
  ],
  [
    [148, '21352.32'],
    [260, '105495.45'],
    [244, '207776.07'],
    [170, '253843.05'],
    [67, '220711.62'],
  ],
  [
    [334, '48917.85'],
    [351, '133893.01'],
    [130, '194921.46'],
    [46, '153186.55'],
    [8, '29578.29'],
  ],
];

export const PLACE = { currency: 'GBP', timeZone: 'Europe/London' };

const pounds = (amount: string) => ({ amount, currency: 'GBP' });

export const SHOPS = [
  { id: 'retail', handle: 'demo', name: 'Online Retail', generated: false, clock: '2011-12-10' },
  { id: 'five-channels', handle: 'five', name: 'Marlow & Finch', generated: true, clock: null },
];

export const TOTALS = {
  profiles: 4338,
  customerRecords: 4338,
  orders: 18532,
  revenue: { gross: pounds('8911407.904'), grossOfCustomers: pounds('8911407.904'), net: pounds('8300065.814') },
};

export const GRID = CELLS.flatMap((row, index) =>
  row.map(([profiles, revenue], column) => ({
    recency: 5 - index,
    fm: column + 1,
    group: GROUPS[index]?.[column] ?? '',
    profiles,
    revenue: pounds(revenue),
  })),
);

const segment = (handle: string, name: string, description: string, query: string, count: number) => ({
  id: `segment-${handle}`,
  handle,
  name,
  description,
  query,
  version: 1,
  count,
  state: 'FRESH',
  failure: null,
  evaluatedAt: '2011-12-10T00:00:00Z',
});

/** The largest first, as the page asks for them. */
export const SEGMENTS = [
  segment('one-time-buyers', 'One-time buyers', 'Bought once and never again.', 'number_of_orders = 1', 1493),
  segment('lapsed', 'Lapsed', 'No order for half a year.', 'last_order_date < -180d', 861),
  segment('champions', 'Champions', 'Bought lately, often and for much.', "rfm_group = 'CHAMPIONS'", 684),
  segment('at-risk', 'At risk', 'Good customers who have been away for long.', "rfm_group = 'AT_RISK'", 544),
  segment('big-spenders', 'Big spenders', 'The top tenth by amount spent.', 'amount_spent IN TOP 10%', 434),
  {
    ...segment('newcomers', 'Newcomers', 'First order within the last month.', 'first_order_date >= -30d', 293),
    freshness: {
      words: "Changes with records, and at the shop's midnight.",
      state: 'BEHIND',
      owed: [{ reason: 'DAY', since: '2011-12-10T00:00:00Z' }],
    },
  },
  ...['January', 'February', 'March', 'April', 'May'].map((month, index) =>
    segment(
      `from-${month.toLowerCase()}`,
      `From ${month}`,
      '',
      `first_order_date = 2011-0${index + 1}-01`,
      250 - index,
    ),
  ),
  {
    ...segment('sending-back', 'Often sending back', 'Returned more than a fifth.', 'amount_refunded > 500', 96),
    state: 'FAILED',
    failure:
      'It refers to the attribute points, which was declared as text since: declare it as a number, or save the segment anew.',
  },
];

const member = (id: string, group: string, spent: string, orders: number, last: string) => ({
  id: `profile-${id}`,
  rfmGroup: group,
  records: [
    { connection: 'online-retail', externalId: id, name: null, email: id === '15749' ? 'ann@home.example' : null },
  ],
  traits: [
    { name: 'amount_spent', label: 'Amount spent', type: 'DECIMAL', value: spent, display: spent },
    { name: 'number_of_orders', label: 'Orders', type: 'INTEGER', value: String(orders), display: String(orders) },
    { name: 'last_order_date', label: 'Last order', type: 'DATE', value: last, display: last },
  ],
});

export const SAMPLE = [
  member('12346', 'DORMANT', '77183.6', 1, '2011-01-18'),
  member('15749', 'PREVIOUSLY_LOYAL', '44534.3', 3, '2011-04-18'),
  member('15098', 'AT_RISK', '39916.5', 3, '2011-06-10'),
  member('12590', 'AT_RISK', '9864.26', 2, '2011-05-12'),
  member('13093', 'PREVIOUSLY_LOYAL', '7832.47', 8, '2011-03-09'),
  member('17850', 'PREVIOUSLY_LOYAL', '5391.21', 34, '2010-12-02'),
  member('15032', 'AT_RISK', '4959.1', 3, '2011-03-28'),
  member('12755', 'AT_RISK', '3811.95', 2, '2011-03-04'),
];

/** As many as fill three pages of a list. */
export const MANY = Array.from({ length: 120 }, (_, index) =>
  member(String(30_000 + index), 'ACTIVE', '100', 1, '2011-11-01'),
);

export const PREVIEW = {
  count: 8,
  of: 4338,
  share: 8 / 4338,
  revenue: pounds('193493.39'),
  revenueOf: pounds('8911407.904'),
  revenueShare: 193493.39 / 8911407.9,
  sample: SAMPLE,
  stale: [],
  userErrors: [],
};

const order = (number: number, placedAt: string, channel: string, amount: string, units: string) => ({
  id: `order-${number}`,
  name: `#${number}`,
  placedAt,
  channel,
  total: pounds(amount),
  units,
});

export const PROFILE = {
  id: 'profile-15749',
  rfmGroup: 'PREVIOUSLY_LOYAL',
  records: [
    { connection: 'online-retail', externalId: '15749', name: null },
    { connection: 'marketplace', externalId: 'MP-88213', name: null },
  ],
  traits: [
    { name: 'amount_spent', label: 'Amount spent', type: 'DECIMAL', value: '44534.3', display: '£44,534.30' },
    { name: 'number_of_orders', label: 'Orders', type: 'INTEGER', value: '3', display: '3' },
    { name: 'attributes.orders', label: 'Orders', type: 'TEXT', value: 'by telephone', display: 'by telephone' },
    {
      name: 'last_order_date',
      label: 'Last order',
      type: 'DATE',
      value: '2011-04-18',
      display: '18 Apr 2011',
    },
    {
      name: 'average_order_value',
      label: 'Average order',
      type: 'DECIMAL',
      value: '14844.766667',
      display: '£14,844.77',
    },
    { name: 'rfm_group', label: 'RFM group', type: 'CHOICE', value: 'PREVIOUSLY_LOYAL', display: 'Previously loyal' },
    { name: 'usual_channel', label: 'Usual channel', type: 'TEXT', value: 'online_store', display: 'Online store' },
    { name: 'gift_orders', label: 'Gift orders', type: 'INTEGER', value: null, display: null },
  ],
  segments: [
    { since: '2011-10-15T23:00:00Z', segment: { id: 'segment-lapsed', handle: 'lapsed', name: 'Lapsed' } },
    {
      since: '2011-01-11T00:00:00Z',
      segment: { id: 'segment-big-spenders', handle: 'big-spenders', name: 'Big spenders' },
    },
  ],
  orders: {
    nodes: [
      order(550461, '2011-04-18T12:20:00Z', 'ONLINE_STORE', '21535.9', '12540'),
      order(540818, '2011-01-11T12:57:00Z', 'ONLINE_STORE', '22998.4', '9348'),
      order(540815, '2011-01-11T12:55:00Z', 'MARKETPLACE', '0.000', '1'),
    ],
    pageInfo: { hasNextPage: false, endCursor: null },
  },
};

const UNREACHABLE = SEGMENTS.slice(0, 4).map(({ name, count }) => ({
  code: 'UNREACHABLE',
  segment: { name },
  other: null,
  count,
  message: `${count} members of “${name}” subscribed to neither e-mail nor text messages: reach them in another way.`,
}));

export const DECIDED = [
  {
    decision: 'EXCLUDED',
    at: '2011-12-01T10:00:00Z',
    reason: 'asked not to be written to',
    segment: { id: 'segment-champions', name: 'Champions' },
  },
];

export const HEALTH = [
  ...UNREACHABLE,
  {
    code: 'IN_NO_SEGMENT',
    segment: null,
    other: null,
    count: 1_204,
    message:
      '1,204 profiles, 20 % of all, are in no segment: ask who they are with NOT and the segments that you have.',
  },
];

export const OVERLAPS = [
  { one: SEGMENTS[1], other: SEGMENTS[3], both: 512, jaccard: 0.5734, ofOne: 0.5947, ofOther: 0.9412 },
  { one: SEGMENTS[2], other: SEGMENTS[4], both: 310, jaccard: 0.3837, ofOne: 0.4532, ofOther: 0.7143 },
];

export const REASONS = {
  member: true,
  changesAt: '2012-01-07',
  staysForDays: null,
  outline: [
    reason(0, 'Last order date is before 180 days ago', true, '18 Apr 2011', null, [
      '541431',
      '537626',
      '536415',
      '536381',
    ]),
    reason(0, 'At least one of these', true, null, null, []),
    reason(1, 'Number of orders is at least 5', false, '3 orders', '2 more orders', ['541431', '537626', '536415']),
    reason(1, 'Not this', true, null, null, []),
    reason(2, 'Amount spent is less than £100.00', false, '£44,534.30', '£44,434.30 too much', ['541431']),
  ],
  recordedOtherwise: [],
};

function reason(
  level: number,
  words: string,
  holds: boolean,
  display: string | null,
  missing: string | null,
  orders: readonly string[],
) {
  const evidence = orders.map((externalId) => ({ kind: 'order', externalId }));
  const evidenceCounts = { orders: orders.length, refunds: 0, events: 0 };
  return { level, condition: { words, holds, display, missing, evidence, evidenceCounts } };
}

export const TEMPLATES = [
  ['champions', 'Champions', 'Bought lately, buy often and spend most.', 'loyalty', null, 684],
  ['lapsed', 'Lapsed', 'No order for a year.', 'lifecycle', null, 861],
  ['gift-buyers', 'Gift buyers', 'Had something wrapped.', 'occasion', null, 0],
  ['abroad', 'Abroad', 'Has an address, and none at home.', 'geography', 'GB to the country of your shop.', 519],
].map(([handle, name, description, group, change, count]) => ({
  ...{ handle, name, description, group, change, count, saved: false },
  ...{ needs: 'orders', message: 'Thank you.', offer: 'A first look.', timing: 'Once a month.', channel: 'E-mail.' },
}));

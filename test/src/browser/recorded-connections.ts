/** Connections as a gateway tells of them: one that is well, one in its first reading, one that fails, and files. */
const QUIET = {
  warnings: [],
  isResumable: false,
  failure: null,
  failures: 0,
  pulledAt: null,
  dueAt: null,
  writtenAt: null,
  firstPull: null,
  streams: [],
  webhooks: null,
  refusedCount: 0,
  isRetrying: false,
  refused: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } },
};

function stream(name: string, objects: number, caughtUpAt: string | null, total: number | null = null) {
  const asked = { everySeconds: 300, misses: ['DELETION', 'LATE'], sweepEverySeconds: 86_400 };
  const secondsLeft = total === null ? null : 640;
  return { name, objects, total, secondsLeft, caughtUpAt, isUnderWay: caughtUpAt === null && objects > 0, ...asked };
}

const REFUSED = [
  ['orders 1207', 'currency: pounds is no code of a currency, such as EUR'],
  ['orders 1311', 'line_items.0.quantity: is not a number'],
].map(([place, reason], index) => ({
  id: `refused-${index + 1}`,
  source: 'web',
  place,
  reason,
  at: '2024-05-30T09:12:00.000Z',
  tries: 2 - index,
  triedAt: '2024-05-31T06:00:00.000Z',
  content: `{"id":${index + 1},"currency":"pounds"}`,
}));

export const CONNECTIONS = [
  {
    ...QUIET,
    id: 'files',
    name: 'files',
    connector: 'files',
    account: null,
    createdAt: '2024-01-02T08:00:00.000Z',
    state: 'FED',
    writtenAt: '2024-05-29T16:40:00.000Z',
    records: [
      { kind: 'CUSTOMER', count: 5942 },
      { kind: 'ORDER', count: 53_628 },
    ],
  },
  {
    ...QUIET,
    id: 'market',
    name: 'market',
    connector: 'vendure',
    account: 'Marlow & Finch market',
    createdAt: '2024-06-01T09:00:00.000Z',
    state: 'PULLING',
    firstPull: { done: 1, of: 3, objects: 18_204 },
    streams: [
      stream('customers', 12_004, '2024-06-01T09:00:00.000Z'),
      stream('orders', 6_200, null, 20_400),
      stream('products', 0, null),
    ],
    records: [],
  },
  {
    ...QUIET,
    id: 'till',
    name: 'till',
    connector: 'woocommerce',
    account: 'Till of Leeds',
    createdAt: '2024-02-02T08:00:00.000Z',
    state: 'FAILING',
    failure: 'https://till.example denies access (401); check the key and what it may do',
    failures: 3,
    pulledAt: '2024-05-30T06:00:00.000Z',
    dueAt: '2024-06-01T13:00:00.000Z',
    streams: [stream('orders', 812, '2024-05-30T06:00:00.000Z')],
    records: [{ kind: 'ORDER', count: 812 }],
  },
  {
    ...QUIET,
    id: 'web',
    name: 'web',
    connector: 'woocommerce',
    account: 'https://shop.example',
    createdAt: '2024-02-02T08:00:00.000Z',
    state: 'FINE',
    pulledAt: '2024-06-01T11:58:00.000Z',
    dueAt: '2024-06-01T12:03:00.000Z',
    writtenAt: '2024-06-01T11:58:00.000Z',
    streams: [
      stream('orders', 4_310, '2024-06-01T11:58:00.000Z'),
      stream('customers', 2_011, '2024-06-01T11:58:00.000Z'),
    ],
    webhooks: {
      waiting: 2,
      waitingSince: '2024-06-01T11:59:30.000Z',
      lastHeardAt: '2024-06-01T11:59:40.000Z',
      path: '/hooks/kysx36bm6qcjc7ycuu22pdhjx6by5a4z',
    },
    refusedCount: REFUSED.length,
    refused: { nodes: REFUSED, pageInfo: { hasNextPage: false, endCursor: null } },
    records: [
      { kind: 'CUSTOMER', count: 2_011 },
      { kind: 'ORDER', count: 4_310 },
    ],
  },
];

export const NOT_RETRIED = { accepted: 0, userErrors: [] };

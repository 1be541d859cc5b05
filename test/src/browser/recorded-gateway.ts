import { readFileSync } from 'node:fs';
import { complete, LANGUAGE, type ValueSource } from '@clientele/segmentation';
import { buildSchema, type ExecutionResult, graphql } from 'graphql';
import { CONNECTIONS, NOT_RETRIED } from './recorded-connections.js';
import {
  DECIDED,
  GRID,
  HEALTH,
  MANY,
  OVERLAPS,
  PLACE,
  PREVIEW,
  PROFILE,
  REASONS,
  SAMPLE,
  SEGMENTS,
  SHOPS,
  TEMPLATES,
  TOTALS,
} from './recorded-shop.js';

const SCHEMA = buildSchema(readFileSync(new URL('../../../apps/gateway/schema.graphql', import.meta.url), 'utf8'));

/** How the gateway behaves towards one operation. */
export type Mood = 'well' | 'empty' | 'failing' | 'forbidden' | 'signed-out' | 'silent';

export interface Asked {
  readonly operation: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly shop: string | undefined;
}

/** Answers the pages' questions as the gateway did, or as it does when it is not well. */
export class RecordedGateway {
  readonly asked: Asked[] = [];
  /** What files of members were asked for. */
  readonly files: unknown[] = [];
  readonly #moods = new Map<string, Mood>();
  readonly #held = new Map<string, Promise<void>>();

  /** Sets the mood for one operation by name, or for all of them. */
  behave(mood: Mood, operation = '*'): void {
    this.#moods.set(operation, mood);
  }

  /** Keeps back the answer to one query's preview until the function it gives is called. */
  hold(query: string): () => void {
    let release = () => {};
    this.#held.set(query, new Promise((resolve) => (release = resolve)));
    return () => release();
  }

  /** A status and a body; undefined when it keeps silent. */
  async answer(asked: Asked): Promise<{ readonly status: number; readonly body: unknown } | undefined> {
    this.asked.push(asked);
    await this.#held.get(String(asked.variables.query));
    const mood = this.#moods.get(asked.operation) ?? this.#moods.get('*') ?? 'well';
    switch (mood) {
      case 'silent':
        return undefined;
      case 'failing':
        return refusal(500, 'INTERNAL_SERVER_ERROR', 'Something went wrong here; it is noted under 7f3a.');
      case 'forbidden':
        return refusal(200, 'FORBIDDEN', 'This needs the scope read.');
      case 'signed-out':
        return refusal(401, 'UNAUTHENTICATED', 'Nobody is signed in.');
      case 'empty':
        return { status: 200, body: await execute(asked, EMPTY) };
      case 'well':
        return { status: 200, body: await execute(asked, RECORDED) };
    }
  }
}

/** Runs a question against the gateway's own schema, so that neither questions nor records drift away from it. */
function execute({ query, variables }: Asked, rootValue: unknown): Promise<ExecutionResult> {
  return graphql({ schema: SCHEMA, source: query, rootValue, variableValues: variables });
}

function refusal(status: number, code: string, message: string) {
  return { status, body: { errors: [{ message, extensions: { code } }] } };
}

type Arguments = Readonly<Record<string, unknown>>;

const MOVERS = { count: PREVIEW.count, revenue: PREVIEW.revenue, sample: SAMPLE.slice(0, 3) };

/** Somebody waits for a copy of what is kept of them; somebody else was erased. */
const PRIVACY_REQUESTS = [
  ['EXPORT_PERSON', '2024-06-20T12:00:00.000Z', null],
  ['ERASE_PERSON', '2024-05-20T12:00:00.000Z', '2024-04-21T12:01:00.000Z'],
].map(([what, dueAt, doneAt], index) => ({
  id: `asked-${index + 1}`,
  what,
  connection: 'web',
  receivedAt: '2024-05-21T12:00:00.000Z',
  dueAt,
  doneAt,
  hasFailed: false,
}));

/** The root of what is recorded; arguments that choose among it are functions. */
const RECORDED = {
  shops: () => SHOPS.map((shop) => ({ ...shop, ...PLACE })),
  shop: { ...SHOPS[0], ...PLACE, totals: TOTALS, holdOuts: [{ percent: '10' }], connections: CONNECTIONS },
  connection: ({ id }: Arguments) => CONNECTIONS.find((connection) => connection.id === id),
  refusedInput: ({ id }: Arguments) =>
    CONNECTIONS.flatMap(({ refused }) => refused.nodes).find((input) => input.id === id),
  connectionRetryRefused: NOT_RETRIED,
  connectionSync: { userErrors: [] },
  privacyRequests: PRIVACY_REQUESTS,
  rfmGrid: { cells: GRID, prospects: 34 },
  segments: segmentPage,
  segment: ({ id }: Arguments) => ({ ...SEGMENTS.find((segment) => segment.id === id), referredToBy: [] }),
  segmentTemplates: TEMPLATES,
  previewSegment: ({ query }: Arguments) => preview(String(query)),
  checkQuery: ({ query }: Arguments) => ({ warnings: remarks(String(query)) }),
  completeQuery: ({ text, offset }: Arguments) => completions(String(text), Number(offset)),
  profile: ({ id }: Arguments) => profile(String(id)),
  profiles: ({ query, search, first, after }: Arguments) => people(query ?? search, Number(first), Number(after ?? 0)),
  previewExport: exportPreview,
  queryNames: async () =>
    (await completions('', 0)).completions.filter(({ kind }) => kind === 'ATTRIBUTE' || kind === 'ROWS'),
  explainMembership: REASONS,
  segmentHealth: HEALTH,
  segmentOverlap: { pairCount: OVERLAPS.length + 3, pairs: OVERLAPS },
  segmentDiff: { entering: MOVERS, leaving: MOVERS },
};

function segmentPage({ first, after }: Arguments): unknown {
  const from = Number(after ?? 0);
  const nodes = SEGMENTS.slice(from, from + Number(first));
  const end = from + nodes.length;
  const pageInfo = { hasNextPage: end < SEGMENTS.length, endCursor: String(end) };
  return { nodes, totalCount: SEGMENTS.length, pageInfo };
}

const STALE = "The segment 'new' was not evaluated yet: its query was asked.";

function preview(query: string): unknown {
  const saved = SEGMENTS.find((segment) => segment.query === query);
  if (saved !== undefined) return { ...PREVIEW, count: saved.count, share: saved.count / TOTALS.profiles };
  if (query.includes('in_segment(')) return { ...PREVIEW, stale: [{ message: STALE }] };
  if (!query.includes('ammount')) return PREVIEW;
  const before = query.slice(0, query.indexOf('ammount')).split('\n');
  const problem = {
    message: "There is no attribute 'ammount_spent'.",
    line: before.length,
    column: (before.at(-1) ?? '').length + 1,
    hint: "Did you mean 'amount_spent'?",
  };
  return { sample: [], stale: [], userErrors: [problem] };
}

function remarks(query: string): unknown {
  const at = query.indexOf('number_of_orders >= 0');
  if (at === -1) return [];
  const message = 'number_of_orders >= 0 holds for everybody, whatever the shop has';
  return [{ code: 'ALWAYS_TRUE', message, line: 1, column: at + 1, hint: 'Leave it out.' }];
}

/** Countries of the recorded shop, as far as they are typed. */
const VALUES: ValueSource = {
  find: async (asked, prefix) =>
    (asked.of === 'attribute' && asked.name === 'customer_countries' ? ['GB', 'DE', 'FR'] : [])
      .filter((value) => value.startsWith(prefix.toUpperCase()))
      .map((value, index) => ({ value, title: null, profiles: 5_410 - index })),
};

async function completions(text: string, offset: number) {
  const found = await complete(text, offset, { language: LANGUAGE, offer: 'asked' }, VALUES);
  const named = found.completions.map((each) => ({ ...each, kind: each.kind.toUpperCase() }));
  return { ...found, completions: named.slice(0, 50) };
}

/** 120 members of any query; of a search, those of the sample that have it in their number. */
function people(asked: unknown, first: number, from: number): unknown {
  const found = SAMPLE.filter(({ id }) => id.includes(String(asked)));
  const isQuery = String(asked).includes(' ') || SEGMENTS.some(({ handle }) => handle === asked);
  const all = found.length > 0 ? found : isQuery ? MANY : [];
  const nodes = all.slice(from, from + first);
  const end = from + nodes.length;
  return { nodes, pageInfo: { hasNextPage: end < all.length, endCursor: String(end) } };
}

function exportPreview({ for: channel, withoutHoldOut }: Arguments): unknown {
  if (channel == null) return { exported: 8, excluded: [], userErrors: [] };
  const excluded = [
    ...(withoutHoldOut === true ? [{ reason: 'HELD_OUT', count: 140 }] : []),
    { reason: 'NO_CONSENT', count: 1200 },
    { reason: 'UNSUBSCRIBED', count: 1 },
  ];
  return { exported: 1, excluded, userErrors: [] };
}

function profile(id: string): unknown {
  const member = SAMPLE.find((each) => each.id === id);
  return member === undefined
    ? null
    : { ...PROFILE, id, rfmGroup: member.rfmGroup, records: member.records, decidedByHand: DECIDED };
}

const NOTHING = { amount: '0', currency: 'GBP' };
const NO_TOTALS = {
  profiles: 0,
  customerRecords: 0,
  orders: 0,
  revenue: { gross: NOTHING, grossOfCustomers: NOTHING, net: NOTHING },
};

/** What a gateway has to say of a shop that holds nothing. */
const EMPTY = {
  shops: [],
  shop: { ...SHOPS[0], ...PLACE, totals: NO_TOTALS, holdOuts: [], connections: [] },
  privacyRequests: [],
  connection: null,
  rfmGrid: { cells: GRID.map((cell) => ({ ...cell, profiles: 0, revenue: NOTHING })), prospects: 0 },
  segments: { nodes: [], totalCount: 0, pageInfo: { hasNextPage: false } },
  segmentTemplates: TEMPLATES,
  previewSegment: {
    ...PREVIEW,
    count: 0,
    of: 0,
    share: 0,
    revenue: NOTHING,
    revenueOf: NOTHING,
    revenueShare: 0,
    sample: [],
  },
  checkQuery: { warnings: [] },
  completeQuery: ({ text, offset }: Arguments) => completions(String(text), Number(offset)),
  profile: null,
  profiles: { nodes: [], pageInfo: { hasNextPage: false } },
  previewExport: { exported: 0, excluded: [], userErrors: [] },
  explainMembership: null,
  segmentHealth: [],
  segmentOverlap: { pairCount: 0, pairs: [] },
};

import type { Decimal } from '@clientele/model';
import {
  advance,
  diffSegment,
  freshnessOfSegments,
  listSegments,
  type SegmentFreshness,
  type SegmentSummary,
  type StaleReference,
  saveSegment,
} from '@clientele/pipeline';
import { amount } from '../terminal/amount.js';
import { counted } from '../terminal/counted.js';
import type { Terminal } from '../terminal/terminal.js';
import { instantAsked } from './instant-asked.js';
import { nextCommand } from './next-command.js';
import { printStale } from './print-stale.js';
import { invalidQuery } from './query-errors.js';
import { refusedEdit } from './refused-edit.js';
import { shownQuery } from './shown-query.js';
import { type Asked, type Verb, yes } from './verb.js';
import { writeDown } from './write-down.js';

interface ListedSegment extends SegmentSummary {
  /** How stale its members can be, and are; null as of another time, and where its query cannot be read. */
  readonly freshness: Omit<SegmentFreshness, 'evaluatedAt'> | null;
}

export const segmentList: Verb<Asked, readonly ListedSegment[]> = {
  name: 'segment list',
  takesNow: true,
  async run(house, input) {
    const shop = await house.shop(input.shop);
    const asked = instantAsked(input.now, shop);
    const [segments, fresh] = [
      await listSegments(house, shop, asked),
      asked === undefined ? await freshnessOfSegments(house, shop) : new Map<string, SegmentFreshness>(),
    ];
    const freshnessOf = (id: string) => {
      const found = fresh.get(id);
      if (found === undefined) return null;
      const { evaluatedAt: _, ...freshness } = found;
      return freshness;
    };
    return yes(segments.map((segment) => ({ ...segment, freshness: freshnessOf(segment.id) })));
  },
  print(segments, terminal, input) {
    if (segments.length === 0) {
      const save = nextCommand("segment save 'Regulars' 'number_of_orders >= 5'", input);
      terminal.line(`No segment is saved yet. Save one: ${save}`);
      return;
    }
    terminal.table(
      ['handle', 'members', 'state', 'query'],
      segments.map(({ handle, members, state, freshness, query }) => [
        handle,
        members,
        freshness === null ? state : [freshness.state, ...freshness.owed.map(({ reason }) => reason)].join(' '),
        shownQuery(query),
      ]),
    );
    for (const { handle, failure } of segments) if (failure !== null) terminal.line(`${handle}: ${failure}`);
  },
};

export interface SaveInput extends Asked {
  readonly name: string;
  readonly query: string;
  readonly description?: string;
}

export interface SaveOutput {
  readonly outcome: 'created' | 'saved' | 'unchanged';
  readonly id: string;
  readonly handle: string;
  readonly version: number;
  readonly members: number;
}

export const segmentSave: Verb<SaveInput, SaveOutput> = {
  name: 'segment save',
  async run(house, input, report) {
    const shop = await house.shop(input.shop);
    const { name, query, description } = input;
    return house.inTurn(shop.id, async () => {
      const draft = { name, query, ...(description === undefined ? {} : { description }) };
      const saved = await saveSegment(house, shop, draft, 'command line');
      if (saved.outcome === 'invalid') throw invalidQuery(saved.errors, query);
      if (saved.outcome === 'refused') throw refusedEdit(saved);
      const what = { created: 'segment.created', saved: 'segment.revised', unchanged: undefined }[saved.outcome];
      if (what !== undefined) await writeDown(house, shop.id, what, saved.segment.id);
      await advance(house, shop, ({ step, done, of }) => report({ label: `deriving ${step}`, done, of }));
      const { id, handle, version } = saved.segment;
      const members = (await listSegments(house, shop)).find((segment) => segment.id === id)?.members ?? 0;
      return yes({ outcome: saved.outcome, id, handle, version, members });
    });
  },
  print: printSaved,
};

export function printSaved({ outcome, handle, version, members }: SaveOutput, terminal: Terminal): void {
  terminal.line(`${handle} ${outcome}, version ${version}: ${counted(members, 'member')}`);
}

export interface DiffInput extends Asked {
  readonly segment: string;
  readonly query: string;
  /** How many of each to name. */
  readonly sample: number;
}

interface DiffOutput {
  /** How many profiles. */
  readonly entering: number;
  readonly leaving: number;
  readonly staying: number;
  /** What they spent. */
  readonly revenue: {
    readonly entering: Decimal;
    readonly leaving: Decimal;
    readonly staying: Decimal;
    readonly currency: string;
  };
  /** Ids of the first few. */
  readonly sample: { readonly entering: readonly string[]; readonly leaving: readonly string[] };
  readonly stale: readonly StaleReference[];
}

export const segmentDiff: Verb<DiffInput, DiffOutput> = {
  name: 'segment diff',
  takesNow: true,
  async run(house, input) {
    const shop = await house.shop(input.shop);
    const asked = instantAsked(input.now, shop);
    const compared = await diffSegment(house, shop, input.segment, input.query, { sample: input.sample, asked });
    if (compared.outcome === 'invalid') throw invalidQuery(compared.errors, compared.text);
    const { entering, leaving, staying } = compared;
    return yes({
      entering: entering.count,
      leaving: leaving.count,
      staying: staying.count,
      revenue: {
        entering: entering.revenue,
        leaving: leaving.revenue,
        staying: staying.revenue,
        currency: shop.currency,
      },
      sample: { entering: entering.sample.map(({ id }) => id), leaving: leaving.sample.map(({ id }) => id) },
      stale: compared.stale,
    });
  },
  print({ entering, leaving, staying, revenue, sample, stale }, terminal) {
    const line = (count: number, what: string, spent: Decimal, ids: readonly string[] = []) => {
      const more = count > ids.length ? ', …' : '';
      const who = ids.length === 0 ? '' : `: ${ids.join(', ')}${more}`;
      terminal.line(
        `${count.toLocaleString('en')} would ${what} (spent ${amount(spent, revenue.currency)} ${revenue.currency})${who}`,
      );
    };
    line(entering, 'enter', revenue.entering, sample.entering);
    line(leaving, 'leave', revenue.leaving, sample.leaving);
    line(staying, 'stay', revenue.staying);
    printStale(stale, terminal);
  },
};

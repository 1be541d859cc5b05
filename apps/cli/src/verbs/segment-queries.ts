import { count, type Explained, explain, type Member, members, type StaleReference } from '@clientele/pipeline';
import { CommandError } from '../command-error.js';
import { counted } from '../terminal/counted.js';
import { instantAsked } from './instant-asked.js';
import { printStale } from './print-stale.js';
import { invalidQuery } from './query-errors.js';
import { type Asked, type Verb, yes } from './verb.js';

export interface QueryInput extends Asked {
  /** A query, or the id or handle of a saved segment. */
  readonly query: string;
}

export interface CountOutput {
  readonly count: number;
  readonly of: number;
  readonly ms: number;
  readonly asOf: string;
  readonly stale: readonly StaleReference[];
}

export const segmentCount: Verb<QueryInput, CountOutput> = {
  name: 'segment count',
  takesNow: true,
  async run(house, input) {
    const shop = await house.shop(input.shop);
    const started = performance.now();
    const counted = await count(house, shop, input.query, instantAsked(input.now, shop));
    if (counted.outcome === 'invalid') throw invalidQuery(counted.errors, input.query);
    const ms = Math.round((performance.now() - started) * 10) / 10;
    return yes({ count: counted.count, of: counted.of, ms, asOf: counted.asOf, stale: counted.stale });
  },
  print({ count: found, of, ms, asOf, stale }, terminal) {
    const share = of === 0 ? '' : ` (${((100 * found) / of).toFixed(1)} %)`;
    terminal.line(`${terminal.paint('bold', found.toLocaleString('en'))} of ${counted(of, 'profile')}${share}`);
    terminal.line(`As of ${asOf}, in ${ms} ms`);
    printStale(stale, terminal);
  },
};

export interface MembersInput extends QueryInput {
  readonly limit: number;
  readonly after?: string;
  readonly withoutHoldOut?: true;
}

export interface MembersOutput {
  readonly members: readonly Member[];
  readonly after: string | null;
  readonly stale: readonly StaleReference[];
}

export const segmentMembers: Verb<MembersInput, MembersOutput> = {
  name: 'segment members',
  takesNow: true,
  async run(house, input) {
    const shop = await house.shop(input.shop);
    const { limit, after, withoutHoldOut } = input;
    const page = { limit, ...(after === undefined ? {} : { after }), ...(withoutHoldOut && { withoutHoldOut }) };
    const listed = await members(house, shop, input.query, page, instantAsked(input.now, shop));
    if (listed.outcome === 'invalid') throw invalidQuery(listed.errors, input.query);
    if (listed.outcome === 'bad-cursor') throw new CommandError(2, listed.message);
    return yes({ members: listed.members, after: listed.after, stale: listed.stale });
  },
  print({ members: listed, after, stale }, terminal, { after: before }) {
    printStale(stale, terminal);
    if (listed.length === 0) return terminal.line(before === undefined ? 'Nobody is in it.' : 'Nobody else is in it.');
    terminal.table(
      ['profile', 'records'],
      listed.map(({ profile, records }) => [
        profile,
        records.map(({ connection, externalId }) => `${connection}:${externalId}`).join(' '),
      ]),
    );
    if (after !== null) terminal.line(`More: --after ${after}`);
  },
};

export interface ExplainInput extends QueryInput {
  readonly profile: string;
}
type ExplainOutput = Omit<Extract<Explained, { outcome: 'explained' }>, 'outcome'>;

export const segmentExplain: Verb<ExplainInput, ExplainOutput> = {
  name: 'segment explain',
  takesNow: true,
  async run(house, input) {
    const shop = await house.shop(input.shop);
    const explained = await explain(house, shop, input.query, input.profile, instantAsked(input.now, shop));
    if (explained.outcome === 'invalid') throw invalidQuery(explained.errors, input.query);
    if (explained.outcome === 'no-profile') throw new CommandError(2, explained.message);
    const { outcome: _, ...output } = explained;
    return yes(output);
  },
  print({ profile, member, changesAt, staysForDays, conditions, stale, recordedOtherwise }, terminal) {
    const verdict = member ? terminal.paint('green', 'is a member') : terminal.paint('yellow', 'is not a member');
    const until = changesAt === null ? '' : `, until ${changesAt} if nothing happens`;
    const steady = staysForDays === null ? '' : `, and stays so for ${staysForDays} days if nothing happens`;
    terminal.line(`${profile} ${verdict}${until}${steady}`);
    const show = (parts: ExplainOutput['conditions'], indent: string) => {
      for (const {
        text,
        holds,
        display,
        evidence,
        evidenceCounts,
        missing,
        changesAt: turns,
        conditions: inner,
      } of parts) {
        terminal.line(`${indent}${holds ? '✓' : '✗'} ${text}`);
        const notes = [
          display === null ? undefined : `found: ${display}`,
          missing === null ? undefined : terminal.paint('yellow', `missing: ${missing}`),
          turns === null ? undefined : `turns on ${turns}`,
        ].filter((note) => note !== undefined);
        if (notes.length > 0) terminal.line(`${indent}  ${notes.join('; ')}`);
        for (const [kind, many] of KINDS) {
          const named = evidence.filter((record) => record.kind === kind);
          if (named.length > 0) terminal.line(`${indent}  ${recordsOf(named, evidenceCounts[kind], many)}`);
        }
        show(inner, `${indent}  `);
      }
    };
    show(conditions, '  ');
    for (const { segment, recorded } of recordedOtherwise) {
      const [is, should] = recorded ? ['a member', 'is not'] : ['no member', 'is'];
      terminal.line(`It is recorded as ${is} of '${segment}'; by its query now, it ${should}.`);
    }
    printStale(stale, terminal);
  },
};

const KINDS = [
  ['order', 'orders'],
  ['refund', 'refunds'],
  ['event', 'events'],
] as const;

type Evidences = ExplainOutput['conditions'][number]['evidence'];

/** Records that a line has room for. */
const SHOWN = 3;

/** `orders 1001, 1002`, and of many `3 of 240 orders: 1001, 1002, 1003`. */
function recordsOf(named: Evidences, of: number, many: string): string {
  const ids = named.slice(0, SHOWN).map(({ externalId }) => externalId);
  const counted = of > ids.length ? `${ids.length} of ${of.toLocaleString('en')} ${many}:` : many;
  return `${counted} ${ids.join(', ')}`;
}

import type { Instant, Shop } from '@clientele/model';
import {
  type Definition,
  type HistoryRefusal,
  segmentHistory as historyOf,
  type MembershipPeriod,
  type PastMember,
  segmentAt,
} from '@clientele/pipeline';
import { CommandError } from '../command-error.js';
import type { House } from '../house.js';
import { counted } from '../terminal/counted.js';
import { instantAsked } from './instant-asked.js';
import { type Asked, type Report, type Verb, yes } from './verb.js';

export interface MembersAtInput extends Asked {
  /** Id or handle. */
  readonly segment: string;
  readonly at: string;
  readonly limit: number;
  readonly after?: string;
}

export interface MembersAtOutput {
  readonly at: string;
  /** What the segment asked then. */
  readonly definition: Definition | null;
  readonly reconstructed: boolean;
  readonly count: number;
  readonly members: readonly PastMember[];
  readonly after: string | null;
}

/** `segment members … --at`: as it was recorded then, not as it would be by what is known now. */
export const segmentMembersAt: Verb<MembersAtInput, MembersAtOutput> = {
  name: 'segment members at',
  async run(house, { shop: id, segment, at: text, limit, after }, report) {
    const shop = await house.shop(id);
    const at = instantAsked(text, shop, '--at');
    if (at === undefined) throw new CommandError(2, 'Give a day or a time with --at.');
    await workOutPast(house, shop, segment, report);
    const known = orRefuse(await segmentAt(house, shop, segment, at));
    const { members, after: next } = orRefuse(
      await known.members({ limit, ...(after === undefined ? {} : { after }) }),
    );
    const { definition, reconstructed } = known;
    return yes({ at, definition, reconstructed, count: await known.count(), members, after: next });
  },
  print({ at, definition, reconstructed, count, members, after }, terminal) {
    if (members.length > 0) {
      terminal.table(
        ['profile', 'is now', 'since', 'records'],
        members.map(({ profile, now, since, records }) => [
          profile,
          now === profile ? '' : (now ?? 'gone'),
          since,
          records.map(({ connection, externalId }) => `${connection}:${externalId}`).join(' '),
        ]),
      );
    }
    terminal.line(
      `${counted(count, 'member')} at ${at}${reconstructed ? ', worked out from the records of the time' : ''}`,
    );
    if (definition !== null) terminal.line(`Version ${definition.version}: ${definition.query}`);
    if (after !== null) terminal.line(`More: --after ${after}`);
  },
};

export interface HistoryInput extends Asked {
  /** Id or handle. */
  readonly segment: string;
  readonly profile?: string;
  readonly limit: number;
  readonly after?: string;
}

export interface HistoryOutput {
  readonly periods: readonly MembershipPeriod[];
  /** From when on these are all that there were; null while the segment was never evaluated. */
  readonly knownFrom: Instant | null;
  readonly after: string | null;
}

export const segmentHistory: Verb<HistoryInput, HistoryOutput> = {
  name: 'segment history',
  async run(house, { shop: id, now: _, segment, ...filter }, report) {
    const shop = await house.shop(id);
    await workOutPast(house, shop, segment, report);
    const { periods, knownFrom, after } = orRefuse(await historyOf(house, shop, segment, filter));
    return yes({ periods, knownFrom, after });
  },
  print({ periods, knownFrom, after }, terminal) {
    if (periods.length === 0) terminal.line('Nobody was in it.');
    else {
      terminal.table(
        ['profile', 'from', 'because', 'until', 'because'],
        periods.map(({ profile, enteredAt, enteredBy, leftAt, leftBy, reconstructed }) => [
          profile,
          enteredAt,
          reconstructed ? '(worked out)' : (enteredBy ?? ''),
          leftAt ?? '',
          leftBy ?? '',
        ]),
      );
    }
    terminal.line(knownFrom === null ? 'It was not evaluated yet.' : `Known from ${knownFrom} on.`);
    if (after !== null) terminal.line(`More: --after ${after}`);
  },
};

/** The past of a segment is worked out when somebody first asks for it; where it cannot be, what was observed is told. */
async function workOutPast(house: House, shop: Shop, idOrHandle: string, report: Report): Promise<void> {
  const segment = await house.ledger.segments.find(shop.id, idOrHandle);
  if (segment === undefined) return;
  await house.workOutPast(shop, segment, (done, of) => report({ label: 'Working out the past', done, of }));
}

function orRefuse<Found extends { readonly outcome: string }>(
  found: Found | HistoryRefusal,
): Exclude<Found, HistoryRefusal> {
  if (found.outcome === 'refused') throw new CommandError(2, (found as HistoryRefusal).message);
  return found as Exclude<Found, HistoryRefusal>;
}

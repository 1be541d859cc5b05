import type { Instant } from '@clientele/model';
import type { CompileContext, CompiledSql } from '../compile/context.js';
import type { Leaf } from '../time/moving-leaves.js';
import type { ByInstant } from './by-instant.js';
import type { Crossing } from './crossings.js';
import { columnsIn, type PastSources, profilesThen } from './profiles-then.js';
import { candidateDays, turningOfLeaves } from './turning.js';

/** What is asked of profiles at some instants, which begin the days of a shop, one after the other. */
export interface AskedThen {
  readonly contexts: readonly CompileContext[];
  /** What the answers rest on, and so when they may turn. */
  readonly leaves: readonly Leaf[];
  /** What is computed of each row. */
  readonly computed: readonly ByInstant[];
  readonly crossings: readonly Crossing[];
  /** Asks for all instants, whether or not an answer may turn. */
  readonly everyDay?: boolean;
}

/**
 * Rows of profiles as they were at the instants at which an answer may turn, over which what is computed can be read: with
 * `nth`, the place of the instant, from 1, and `next`, that of the row behind it.
 */
export function rowsThen(asked: AskedThen, sources: PastSources): CompiledSql {
  const { contexts, leaves, computed, crossings } = asked;
  const texts = [...computed, ...crossings].flatMap(({ sql, values }) => [sql, ...Object.values(values)]);
  const columns = columnsIn(texts.join(' '));
  const everyDay = asked.everyDay === true || turningOfLeaves(leaves, contexts) === 'every-day';
  const breaks = computed.flatMap((one) => one.breaks);
  // Where every day is asked for, only what is compared changes between two rows of a profile: it is spread late.
  const places = candidateDays(everyDay ? [] : leaves, contexts, columns, everyDay ? [] : breaks);
  const end = contexts.length + 1;
  const relation = profilesThen(
    sources,
    { places: places.sql, reads: places.reads, columns: { place: 'place', until: 'until', then_at: THEN_AT }, end },
    columns,
  );
  const isCrossed = !everyDay && crossings.length > 0;
  const nths = everyDay ? 'range(toUInt32(place), toUInt32(until))' : isCrossed ? 'nths' : '[toUInt32(place)]';
  const spread = `SELECT *, nth, next${valuesOf(computed)} FROM ${isCrossed ? crossed(relation, crossings) : relation}
    ARRAY JOIN ${nths} AS nth, arrayPushBack(arrayPopFront(${nths}), toUInt32(until)) AS next`;
  return {
    sql: `(${spread})`,
    params: Object.assign(
      { then_instants: contexts.map(({ now }) => instantText(now)) },
      ...[...computed, ...(isCrossed ? crossings : [])].map(({ params }) => params),
    ),
  };
}

const THEN_AT = "{then_instants:Array(DateTime64(3, 'UTC'))}[place]";

/** With the places between two rows of a profile, `nths`, at which something crosses it. */
function crossed(relation: string, crossings: readonly Crossing[]): string {
  const turns = crossings.map(({ sql }) => sql).join(', ');
  const between = `arrayFilter(turn -> turn > place AND turn < until, arrayConcat(${turns}))`;
  return `(SELECT * EXCEPT (nth), arrayPushFront(arraySort(arrayDistinct(arrayMap(turn -> toUInt32(turn), ${between}))), toUInt32(place)) AS nths
    FROM (SELECT *, place AS nth${valuesOf(crossings)} FROM ${relation}))`;
}

function valuesOf(several: readonly Pick<ByInstant, 'values'>[]): string {
  return several
    .flatMap(({ values }) => Object.entries(values).map(([name, value]) => `, ${value} AS ${name}`))
    .join('');
}

function instantText(instant: Instant): string {
  return instant.replace('T', ' ').replace('Z', '');
}

import { dayNumber, dayOf, type Instant } from '@clientele/model';
import { conditionSql } from '../compile/compile-condition.js';
import type { CompileContext, CompiledSql } from '../compile/context.js';
import type { CutoffKey } from '../compile/cutoff-key.js';
import { cutoffsQuery } from '../compile/cutoffs.js';
import { Parameters } from '../compile/parameters.js';
import { Scope } from '../compile/scope.js';
import type { Condition } from '../tree/condition.js';
import { columnsIn, type PastSources, profilesThen } from './profiles-then.js';
import { candidateDays, type Turning, turningOf } from './turning.js';

/**
 * Whether a condition held for each profile at some instants of the past: rows `{ profile_no, nth, holds }`, `nth` being
 * the place of the instant among them, from 1. Of instants at which the answer cannot be another than before, none is
 * told but the first of all.
 *
 * A condition is compiled for each instant; what differs are parameters only, which become lists of values by instant.
 * Where more differs, each text is a query of its own.
 *
 * @param contexts one for each instant, which begins a day of the shop, in the order of time; with the queries of the
 *   segments that the condition refers to
 * @param turning on which instants the answer may be another; by itself, all on which it can
 */
export function pastQuery(
  condition: Condition,
  contexts: readonly CompileContext[],
  sources: PastSources,
  turning: Turning = turningOf(condition, contexts),
): CompiledSql {
  const [begin] = contexts;
  if (begin === undefined) throw new RangeError('the past was asked at no instant');
  const params: Record<string, unknown> = { then_instants: contexts.map(({ now }) => instantText(now)) };
  const compiled = contexts.map((context) => compileAt(condition, context));
  const texts = [...new Set(compiled.map(({ sql }) => sql))];
  const first = dayNumber(dayOf(begin.now, begin.timeZone));
  const queries = texts.map((text, which) => {
    const places = compiled.flatMap(({ sql }, place) => (sql === text ? [place] : []));
    const values: Record<string, string> = {};
    const sql = text.replace(PLACE_OF_PARAMETER, (_, name: string, type: string) => {
      const all = compiled.map((one, place) => (places.includes(place) ? one.params[name] : undefined));
      const [one] = places.map((place) => all[place]);
      const isOne = places.every((place) => JSON.stringify(all[place]) === JSON.stringify(one));
      const named = `then_${which}_${name}`;
      params[named] = isOne ? one : all.map((value) => String(value ?? one));
      if (isOne) return `{${named}:${type}}`;
      // As texts: in a list of numbers the engine takes none.
      values[named] = `CAST({${named}:Array(String)} AS Array(${type}))[nth]`;
      return named;
    });
    const read = columnsIn(sql);
    const isEveryDay = turning === 'every-day' || texts.length > 1;
    const days = candidateDays(isEveryDay ? new Set() : turning, read, first, contexts.length);
    const columns = { place: 'place', until: 'until', then_at: `${INSTANTS}[place]` };
    const end = contexts.length + 1;
    const relation = profilesThen(sources, { places: days.sql, reads: days.reads, columns, end }, read);
    // Between two rows of a profile only the values of the condition change: it is spread over the days late.
    const some =
      places.length === contexts.length ? '' : `arrayFilter(nth -> has([${places.map((place) => place + 1)}], nth), `;
    const nth = isEveryDay ? `${some}range(toUInt32(place), toUInt32(until))${some && ')'}` : '[toUInt32(place)]';
    const spread = `SELECT *, nth${Object.entries(values)
      .map(([name, value]) => `, ${value} AS ${name}`)
      .join('')} FROM ${relation} ARRAY JOIN ${nth} AS nth`;
    return `SELECT profile_no, toUInt16(nth) AS nth, toUInt8(existed AND ${sql}) AS holds FROM (${spread}) AS profiles`;
  });
  return { sql: queries.join(' UNION ALL '), params };
}

const INSTANTS = "{then_instants:Array(DateTime64(3, 'UTC'))}";
const PLACE_OF_PARAMETER = /\{(\w+):([^{}]+)\}/g;

/** A place for each value, so that the text is the same whichever of them are equal. */
class Apart extends Parameters {
  readonly #apart: Record<string, unknown> = {};

  override add(type: string, value: unknown): string {
    const name = `p${Object.keys(this.#apart).length}`;
    this.#apart[name] = value;
    return `{${name}:${type}}`;
  }

  override get values(): Readonly<Record<string, unknown>> {
    return this.#apart;
  }
}

function compileAt(condition: Condition, context: CompileContext): CompiledSql {
  // What is found by product is what was bought until now.
  const { purchasesByProduct: _, ...then } = context;
  const scope = new Scope(then, new Apart());
  return { sql: conditionSql(condition, scope), params: scope.parameters.values };
}

/** Rows of profiles as they were between some of their records. */
export interface PastProfiles extends CompiledSql {
  /** What each has beside `shop`, `profile_no`, `place` and `until`: columns of `profiles`. */
  readonly columns: readonly string[];
}

/**
 * What cut-offs are taken from, at all instants at once: rows that hold from the `place` of an instant, from 1, to before
 * `until`.
 */
export function pastProfilesQuery(
  keys: readonly CutoffKey[],
  contexts: readonly CompileContext[],
  sources: PastSources,
): PastProfiles {
  const [begin] = contexts;
  if (begin === undefined) throw new RangeError('the past was asked at no instant');
  const { purchasesByProduct: _, ...context } = begin;
  // Whatever they are: only what they are compared with is looked for.
  const any = new Map(keys.map((key) => [key, ['1', '1', '1', '1']]));
  const read = columnsIn(keys.map((key) => cutoffsQuery([key], { ...context, cutoffs: any }).sql).join(' '));
  const first = dayNumber(dayOf(begin.now, begin.timeZone));
  const { sql: places, reads } = candidateDays(new Set(), read, first, contexts.length);
  const columns = { place: 'place', until: 'until', then_at: `${INSTANTS}[place]` };
  const relation = profilesThen(sources, { places, reads, columns, end: contexts.length + 1 }, read);
  return {
    sql: `SELECT shop, profile_no, toUInt16(place) AS place, toUInt16(until) AS until${read.map((name) => `, ${name}`).join('')} FROM ${relation} WHERE existed`,
    params: { then_instants: contexts.map(({ now }) => instantText(now)) },
    columns: read,
  };
}

/**
 * Cut-offs as they would have been taken at an instant of the past; see `cutoffsQuery`.
 *
 * @param place of the instant, which is that of the context
 * @param rows SQL of a relation with the rows of {@link pastProfilesQuery}
 */
export function pastCutoffsQuery(
  keys: readonly CutoffKey[],
  context: CompileContext,
  place: number,
  rows: string,
): CompiledSql {
  const { purchasesByProduct: _, ...now } = context;
  return cutoffsQuery(keys, {
    ...now,
    profiles: `(SELECT * FROM ${rows} WHERE place <= ${place} AND until > ${place})`,
  });
}

function instantText(instant: Instant): string {
  return instant.replace('T', ' ').replace('Z', '');
}

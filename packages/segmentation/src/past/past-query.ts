import { dayNumber, dayOf, type Instant } from '@clientele/model';
import { conditionSql } from '../compile/compile-condition.js';
import type { CompileContext, CompiledSql } from '../compile/context.js';
import type { CutoffKey } from '../compile/cutoff-key.js';
import { cutoffsQuery } from '../compile/cutoffs.js';
import { Parameters } from '../compile/parameters.js';
import { Scope } from '../compile/scope.js';
import type { Condition } from '../tree/condition.js';
import { columnsIn, type Instants, type PastSources, profilesThen } from './profiles-then.js';
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
  const queries = texts.map((text, which) => {
    const places = compiled.flatMap(({ sql }, place) => (sql === text ? [place] : []));
    const columns: Record<string, string> = { nth: 'place', then_at: `${INSTANTS}[place]` };
    const sql = text.replace(PLACE_OF_PARAMETER, (_, name: string, type: string) => {
      const values = compiled.map((one, place) => (places.includes(place) ? one.params[name] : undefined));
      const [first] = places.map((place) => values[place]);
      const isOne = places.every((place) => JSON.stringify(values[place]) === JSON.stringify(first));
      const named = `then_${which}_${name}`;
      params[named] = isOne ? first : values.map((value) => String(value ?? first));
      if (isOne) return `{${named}:${type}}`;
      // As texts: in a list of numbers the engine takes none.
      columns[named] = `CAST({${named}:Array(String)} AS Array(${type}))[place]`;
      return named;
    });
    const read = columnsIn(sql);
    const days =
      texts.length > 1 || turning === 'every-day'
        ? { sql: `CAST([${places.map((place) => place + 1).join(', ')}], 'Array(Int32)')`, reads: [] }
        : candidateDays(turning, read, dayNumber(dayOf(begin.now, begin.timeZone)), contexts.length);
    const instants: Instants = { join: `ARRAY JOIN ${days.sql} AS place`, columns, reads: days.reads };
    const relation = profilesThen(sources, instants, read);
    return `SELECT profile_no, toUInt16(nth) AS nth, toUInt8(existed AND ${sql}) AS holds FROM ${relation} AS profiles`;
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

/** Cut-offs as they would have been taken at an instant of the past, that of the context; see `cutoffsQuery`. */
export function pastCutoffsQuery(
  keys: readonly CutoffKey[],
  context: CompileContext,
  { profiles }: PastSources,
): CompiledSql {
  const then: Instants = {
    join: '',
    columns: { then_at: `toDateTime64('${instantText(context.now)}', 3, 'UTC')` },
    reads: [],
  };
  const { purchasesByProduct: _, ...now } = context;
  const read = columnsIn(cutoffsQuery(keys, now).sql);
  // Only who has rows takes part, and so existed: that need not be asked.
  return cutoffsQuery(keys, { ...now, profiles: profilesThen({ profiles }, then, read) });
}

function instantText(instant: Instant): string {
  return instant.replace('T', ' ').replace('Z', '');
}

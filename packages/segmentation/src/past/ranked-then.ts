import type { CompileContext, CompiledSql } from '../compile/context.js';
import { type CutoffKey, cutoffOfKey } from '../compile/cutoff-key.js';
import { sortableRatio } from '../compile/cutoffs.js';
import { amountNamed, type RankedValue, rankingOf } from '../compile/ranking.js';
import { Scope } from '../compile/scope.js';
import type { Leaf } from '../time/moving-leaves.js';
import { amountsIn } from '../tree/walk.js';
import { byInstant } from './by-instant.js';
import { movesDaily } from './crossings.js';
import type { PastSources } from './profiles-then.js';
import { rowsThen } from './rows-then.js';
import { isScore } from './turning.js';

/** Rows to be stored, from which `cutoffsThen` are taken. */
export interface RankedThen extends CompiledSql {
  /** The types of what is selected, by name. */
  readonly columns: Readonly<Record<string, string>>;
}

/**
 * What cut-offs are taken from at some instants, which begin the days of a shop, one after the other: rows that hold from
 * the `place` of an instant, from 1, to before `until`, with whether each is `among_0` and its `value_0`, and so on by key.
 *
 * @param contexts with the cut-offs that those of the keys rest on
 */
export function rankedThenQuery(
  keys: readonly CutoffKey[],
  contexts: readonly CompileContext[],
  sources: PastSources,
): RankedThen {
  // Whatever they are: only what is compared with them is looked for.
  const any = keys.map((key) => [key, ['1', '1', '1', '1']] as const);
  const asked = contexts.map((context) => ({ ...context, cutoffs: new Map([...context.cutoffs, ...any]) }));
  const amongs = keys.map((key, nth) => byInstant(asked, `among_${nth}`, (scope) => rankingOf(key, scope).among));
  const values = keys.map((key, nth) =>
    byInstant(asked, `value_${nth}`, (scope) => storedValue(key, rankingOf(key, scope).value)),
  );
  const rows = rowsThen(
    { contexts: asked, leaves: keys.map(leafOf), computed: [...amongs, ...values], crossings: [] },
    sources,
  );
  const selected = keys.map(
    (_, nth) => `toUInt8(${amongs[nth]?.sql}) AS among_${nth}, ${values[nth]?.sql} AS value_${nth}`,
  );
  return {
    sql:
      `SELECT toUInt16(nth) AS place, toUInt16(next) AS until, ${selected.join(', ')} FROM ${rows.sql} AS profiles ` +
      `WHERE existed AND (${keys.map((_, nth) => `among_${nth}`).join(' OR ')})`,
    params: rows.params,
    columns: {
      place: 'UInt16',
      until: 'UInt16',
      ...Object.fromEntries(
        keys.flatMap((key, nth) => [
          [`among_${nth}`, 'UInt8'],
          [`value_${nth}`, isRatio(key, asked) ? RATIO : 'Decimal(38, 6)'],
        ]),
      ),
    },
  };
}

function isRatio(key: CutoffKey, contexts: readonly CompileContext[]): boolean {
  return contexts.slice(0, 1).some((context) => rankingOf(key, new Scope(context)).value.kind === 'ratio');
}

/** What sorts it, and what it is. */
const RATIO = 'Tuple(Int256, Decimal(38, 6), Int64)';

/** What moves daily is stored without the days that moved it, so that it stands still while nothing happens. */
function storedValue(key: CutoffKey, value: RankedValue): string {
  if (value.kind === 'ratio') {
    const { numerator, denominator } = value;
    return `CAST((${sortableRatio(numerator, `greatest(${denominator}, 1)`)}, ${numerator}, ${denominator}) AS ${RATIO})`;
  }
  const number = value.kind === 'day' ? `toInt32(${value.sql})` : value.sql;
  return `CAST(${number}${movesDaily(key) ? ' - nth' : ''} AS Decimal(38, 6))`;
}

/** The keys of cut-offs in passes, since those of scores rest on the cut-offs that make these. */
export function pastPasses(keys: Iterable<CutoffKey>): readonly (readonly CutoffKey[])[] {
  const passes: CutoffKey[][] = [[], []];
  for (const key of keys) {
    const rests = [...amountsIn(leafOf(key))].some(isScore);
    passes[rests ? 1 : 0]?.push(key);
  }
  return passes.filter((pass) => pass.length > 0);
}

/** What the cut-offs of a key rest on. */
function leafOf(key: CutoffKey): Leaf {
  const cutoff = cutoffOfKey(key);
  if (cutoff.kind === 'percentile') return { kind: 'test', amount: amountNamed(cutoff.amount), test: cutoff };
  return { kind: 'test', amount: { kind: 'attribute', name: cutoff.trait }, test: { kind: 'presence', present: true } };
}

import type { Condition } from '../tree/condition.js';
import { type BitSet, bitSet } from './bit-set.js';
import { conditionSql } from './compile-condition.js';
import { Constants } from './constants.js';
import type { CompileContext, CompiledSql } from './context.js';
import { type Fold, folded, foldOf, foldSql, type Leaf } from './fold.js';
import { Common } from './in-common.js';
import { memberBit, type Word, wordsOf } from './member-word.js';
import { ofFew } from './of-few.js';
import { Parameters } from './parameters.js';
import { Scope } from './scope.js';
import { inOneLambda, type Written, withParameters } from './shapes.js';

/** The conditions of a pass, each of a segment by its handle, in an order in which none refers to a later one. */
export type PassConditions = ReadonlyMap<string, Condition>;

export interface WordsQuery extends CompiledSql {
  /** What `w0`, `w1` … are, in this order, and which bits of them are computed; the others are 0. */
  readonly words: readonly Word[];
}

/**
 * Whom each of many conditions selects, in one pass over all profiles, in which each distinct single condition is
 * computed once: rows `{ profile_no, w0, w1 … }`, words (UInt64) in which the bits of the conditions are set that select
 * the profile. A condition that refers to one before it is about whom that selects.
 *
 * @param places of the conditions: which bit of which word each is (see {@link memberBit}); else one after the other
 */
export function wordsQuery(
  conditions: PassConditions,
  context: CompileContext,
  places: ReadonlyMap<string, number> = oneAfterTheOther(conditions),
): WordsQuery {
  const [parameters, constants, common] = [new Parameters(), new Constants(), new Common()];
  const scope = new Scope(context, parameters, constants, common);
  const bits = new Map<string, number>();
  const bit = (leaf: Leaf): Fold => {
    if (leaf.kind === 'match' && leaf.negated) return { kind: 'not', part: bit({ ...leaf, negated: false }) };
    const sql = conditionSql(leaf, scope);
    const at = bits.get(sql) ?? bits.size;
    bits.set(sql, at);
    return { kind: 'bit', at };
  };
  const numbers = new Map<string, number>();
  const folds: Fold[] = [];
  for (const [handle, condition] of conditions) {
    const fold = foldOf(condition, (leaf) =>
      leaf.kind === 'segment' && numbers.has(leaf.handle) ? { kind: 'member', of: leaf.handle } : bit(leaf),
    );
    numbers.set(handle, folds.length);
    folds.push(fold);
  }
  const shop = parameters.add('String', context.shop);
  const singles = Array.from(bits, ([sql, at]) => `toUInt8(${sql}) AS b${at}`);
  const selects = folds.map(
    (fold, number) =>
      `${foldSql(
        fold,
        (at) => `b${at}`,
        (of) => `c${numbers.get(of)}`,
      )} AS c${number}`,
  );
  const computed = wordsOf([...numbers.keys()].flatMap((handle) => places.get(handle) ?? []));
  const words = computed.map(({ wordNo }, at) => {
    const bits = [...numbers].flatMap(([handle, number]): (readonly [number, string])[] => {
      const at = memberBit(places.get(handle) ?? -1);
      return at.wordNo === wordNo ? [[at.bit, `c${number}`]] : [];
    });
    return `${wordSql(new Map(bits))} AS w${at}`;
  });
  const from = `FROM ${context.profiles} AS profiles${common.bought.joinSql(context, parameters)} WHERE shop = ${shop}`;
  return {
    sql:
      `${constants.sql}SELECT ${['profile_no', ...words].join(', ')} FROM (SELECT ${['profile_no', ...selects].join(', ')} ` +
      `FROM (${common.sql}SELECT ${['profile_no', ...singles].join(', ')} ${from} SETTINGS ${BLOCKS}))`,
    params: parameters.values,
    words: computed,
  };
}

function oneAfterTheOther(conditions: PassConditions): ReadonlyMap<string, number> {
  return new Map([...conditions.keys()].map((handle, place) => [handle, place]));
}

/**
 * Many columns are read, so the engine would take few rows at once: what thousands of functions cost for each lot of them
 * would be more than what they cost for the rows.
 */
const BLOCKS = 'preferred_block_size_bytes = 0, max_block_size = 16384';

/** SQL of a word of bits: put together to bytes first, of which the engine takes many at once. */
function wordSql(bits: ReadonlyMap<number, string>): string {
  const bytes = new Map<number, string[]>();
  for (const [bit, value] of bits) {
    const byte = Math.floor(bit / 8);
    bytes.set(byte, [...(bytes.get(byte) ?? []), shifted(value, bit % 8)]);
  }
  return together([...bytes].map(([byte, parts]) => shifted(`toUInt64(${together(parts)})`, byte * 8)));
}

function shifted(value: string, by: number): string {
  return by === 0 ? value : `bitShiftLeft(${value}, ${by})`;
}

function together(parts: readonly string[]): string {
  return parts.reduce((left, right) => `bitOr(${left}, ${right})`);
}

/** A row of the query of {@link bitsOfSome}. */
export interface BitsRow {
  readonly profile_no: number;
  /** One digit for each distinct single condition. */
  readonly bits: string;
}

export interface BitsOfSome extends CompiledSql {
  /**
   * Whom each condition selects of the profiles of some rows, by its handle: a bit for each row.
   *
   * @param members of a segment that a condition refers to which is not before it among these: a bit for each row
   */
  read(rows: readonly BitsRow[], members: (handle: string) => BitSet): ReadonlyMap<string, BitSet>;
}

/**
 * The same for a few profiles: rows {@link BitsRow} of those that have one in `profiles`. Reading the statement is most
 * of what it costs, so conditions that differ only in their values are one expression, and AND, OR and NOT are not in it.
 */
export function bitsOfSome(
  conditions: PassConditions,
  context: CompileContext,
  profileNos: readonly number[],
): BitsOfSome {
  const theirs = '{profiles:Array(UInt32)}';
  const singles = new Singles(ofFew(context, theirs, '{of_shop:String}'));
  const folds = new Map<string, Fold>();
  for (const [handle, condition] of conditions) {
    const fold = foldOf(condition, (leaf) =>
      leaf.kind === 'segment' && (folds.has(leaf.handle) || !context.segments?.has(leaf.handle))
        ? { kind: 'member', of: leaf.handle }
        : { kind: 'bit', at: singles.add(leaf) },
    );
    folds.set(handle, fold);
  }
  const parameters = new Parameters();
  const { sql, places } = bitsSql(singles.written, parameters);
  const shop = parameters.add('String', context.shop);
  return {
    sql:
      `${singles.constantsSql(parameters)}SELECT profile_no, ${sql} AS bits FROM ${context.profiles} AS profiles ` +
      `WHERE shop = ${shop} AND profile_no IN ${theirs}`,
    params: { ...parameters.values, profiles: profileNos, of_shop: context.shop },
    read(rows, members) {
      const bits = places.map((place) => bitSet(rows, (row) => row.bits.charCodeAt(place) === ONE));
      const bit = (at: number) => bits[at] ?? bitSet(rows, () => false);
      const selected = new Map<string, BitSet>();
      for (const [handle, fold] of folds) {
        selected.set(
          handle,
          folded(fold, bit, (of) => selected.get(of) ?? members(of)),
        );
      }
      return selected;
    },
  };
}

const ONE = '1'.charCodeAt(0);

/** SQL of a text with a digit for each condition, and the places of them in it. */
function bitsSql(written: readonly Written[], parameters: Parameters) {
  const alike = new Map<string, number[]>();
  for (const [at, { sql }] of written.entries()) {
    const some = alike.get(sql);
    if (some === undefined) alike.set(sql, [at]);
    else some.push(at);
  }
  const order: number[] = [];
  const single: number[] = [];
  const arrays: string[] = [];
  for (const some of alike.values()) {
    const array =
      some.length > 1
        ? inOneLambda(
            some.flatMap((at) => written[at] ?? []),
            parameters,
          )
        : undefined;
    if (array === undefined) single.push(...some);
    else {
      arrays.push(array);
      order.push(...some);
    }
  }
  const others = single
    .flatMap((at) => written[at] ?? [])
    .map((each) => `toUInt8(${withParameters(each, parameters)})`);
  order.push(...single);
  arrays.push(`[${others.join(', ')}]`);
  const places: number[] = [];
  for (const [place, at] of order.entries()) places[at] = place;
  return { sql: `arrayStringConcat(arrayConcat(${arrays.join(', ')}, emptyArrayUInt8()))`, places };
}

/** Single conditions, each once however many conditions it is in. */
class Singles {
  readonly written: Written[] = [];
  readonly #context: CompileContext;
  readonly #numbers = new Map<string, number>();
  readonly #constants: { readonly constants: Constants; readonly params: Written['params'] }[] = [];

  constructor(context: CompileContext) {
    this.#context = context;
  }

  /** The number of a single condition, from 0. */
  add(leaf: Leaf): number {
    const [parameters, constants] = [new Parameters(), new Constants()];
    const sql = conditionSql(leaf, new Scope(this.#context, parameters, constants));
    const params = parameters.values;
    const key = `${sql} ${JSON.stringify(params)}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.written.length;
    this.#numbers.set(key, number);
    this.written.push({ sql, params });
    this.#constants.push({ constants, params });
    return number;
  }

  /** What they take once, for the beginning of their statement. */
  constantsSql(parameters: Parameters): string {
    const all = new Constants();
    for (const { constants, params } of this.#constants) {
      all.addAll(constants, (sql) => withParameters({ sql, params }, parameters));
    }
    return all.sql;
  }
}

import { type Day, type Instant, unreachable } from '@clientele/model';
import type { Attribute } from '../catalogue/attribute.js';
import { CUSTOM_LETTERS, isCustom } from '../catalogue/custom-attributes.js';
import type { Sql } from '../catalogue/reading.js';
import { divide, ratioOfText } from '../reference/ratio.js';
import { scoreOf } from '../reference/rfm.js';
import type { TraitValue } from '../reference/trait-value.js';
import type { RfmScore } from '../rfm/configuration.js';
import { rfmGroup } from '../rfm/rfm-group.js';
import type { CustomType } from '../tree/custom-attributes.js';
import type { CompileContext, CompiledSql } from './context.js';
import { cutoffKey } from './cutoff-key.js';
import { Scope } from './scope.js';

/** A row of {@link traitsQuery}. */
export type TraitsRow = { readonly profile_no: number } & Readonly<Record<`c${number}`, unknown>>;

export interface TraitsQuery extends CompiledSql {
  /** All traits that are there in a row, by name. */
  read(row: TraitsRow): Map<string, TraitValue>;
}

/** Tells a trait's value from a row; undefined where it is absent. */
type Read = (row: TraitsRow) => TraitValue | undefined;

/**
 * Traits of some profiles. For a single profile the time goes into analysing SQL: so each column is read once, as it is
 * stored, and what can be made of others is made here. The context must hold the cut-offs of the scores among them.
 */
export function traitsQuery(
  names: readonly string[],
  profileNos: readonly number[],
  context: CompileContext,
): TraitsQuery {
  const scope = new Scope(context);
  const columns = new Columns(scope);
  const reads = names.map((name) => [name, readOf(scope.attribute(name), columns)] as const);
  const shop = scope.param('String', context.shop);
  const some = scope.param('Array(UInt32)', profileNos);
  return {
    sql:
      `SELECT ${['profile_no', ...columns.sql()].join(', ')} FROM ${context.profiles} AS profiles ` +
      `WHERE shop = ${shop} AND profile_no IN ${some}`,
    params: scope.parameters.values,
    read: (row) =>
      new Map(
        reads.flatMap(([name, read]) => {
          const value = read(row);
          return value === undefined ? [] : [[name, value] as const];
        }),
      ),
  };
}

/** The columns of a statement: a piece of SQL that is asked for twice is one column. */
class Columns {
  readonly scope: Scope;
  readonly #names = new Map<string, `c${number}`>();

  constructor(scope: Scope) {
    this.scope = scope;
  }

  add(sql: Sql): (row: TraitsRow) => unknown {
    const text = this.scope.read(sql);
    const name = this.#names.get(text) ?? (`c${this.#names.size}` as const);
    this.#names.set(text, name);
    return (row) => row[name];
  }

  sql(): string[] {
    return Array.from(this.#names, ([text, name]) => `${text} AS ${name}`);
  }
}

/** A shop may have thousands of these: what a profile has is read as a whole, and told apart here. */
function readCustom(name: string, type: CustomType, columns: Columns): Read {
  if (type === 'list') {
    const lists = columns.add('custom_lists');
    return (row) => listValue((lists(row) as Readonly<Record<string, readonly string[]>>)[name] ?? []);
  }
  const custom = columns.add('custom');
  const said = (row: TraitsRow, as: keyof typeof CUSTOM_LETTERS): string | undefined =>
    (custom(row) as Readonly<Record<string, string>>)[`${CUSTOM_LETTERS[as]}${name}`];
  switch (type) {
    case 'text':
      return (row) => textValue(said(row, 'text') ?? '');
    case 'number':
      return (row) => {
        const number = said(row, 'number');
        return number === undefined ? undefined : numberValue(number);
      };
    case 'date':
      return (row) => {
        const [day, at] = [said(row, 'day'), said(row, 'instant')];
        return day === undefined || at === undefined ? undefined : dateValue(day, at);
      };
    case 'boolean':
      return (row) => {
        const boolean = said(row, 'boolean');
        return boolean === undefined ? undefined : { kind: 'boolean', boolean: boolean === 'true' };
      };
    default:
      return unreachable(type);
  }
}

function readOf({ name, reading, scores }: Attribute, columns: Columns): Read {
  const customType = isCustom(name) ? columns.scope.context.customTypes?.get(name) : undefined;
  if (customType !== undefined) return readCustom(name, customType, columns);
  if (scores !== undefined) return readScored(scores, reading.kind === 'coded', columns);
  switch (reading.kind) {
    case 'text': {
      const value = columns.add(reading.value);
      return (row) => textValue(String(value(row)));
    }
    case 'coded': {
      const code = columns.add(reading.code);
      return (row) => textValue(reading.values[Number(code(row)) - 1] ?? '');
    }
    case 'list': {
      const texts = columns.add(reading.written);
      return (row) => listValue(texts(row) as readonly string[]);
    }
    case 'set': {
      const bits = columns.add(reading.bits);
      return (row) => listValue(reading.values.filter((_, bit) => ((Number(bits(row)) >>> bit) & 1) === 1).sort());
    }
    case 'number': {
      const value = columns.add(reading.value);
      return wherePresent(reading.present, columns, (row) => numberValue(value(row)));
    }
    case 'ratio': {
      const [numerator, denominator] = [columns.add(reading.numerator), columns.add(reading.denominator)];
      return wherePresent(reading.present, columns, (row) => ({
        kind: 'number',
        number: divide(ratioOfText(String(numerator(row))), ratioOfText(String(denominator(row)))),
      }));
    }
    case 'date': {
      const [day, at] = [columns.add(reading.day), columns.add(reading.at)];
      return wherePresent(reading.present, columns, (row) => dateValue(String(day(row)), String(at(row))));
    }
    case 'boolean': {
      const value = columns.add(reading.value);
      return wherePresent(reading.present, columns, (row) => ({ kind: 'boolean', boolean: Boolean(value(row)) }));
    }
    case 'key':
      throw new Error(`of ${name} only a hash is stored`);
    default:
      return unreachable(reading);
  }
}

/** A score, or the group that all three make: of the traits behind them, which nobody with an order is without. */
function readScored(scores: readonly RfmScore[], isGroup: boolean, columns: Columns): Read {
  const { context } = columns.scope;
  const hasOrder = columns.add('number_of_orders > 0');
  const behind = scores.map((score) => {
    const trait = context.rfm.traits[score];
    const read = readOf(columns.scope.attribute(trait), columns);
    const cutoffs = columns.scope.cutoffs(cutoffKey({ kind: 'rfm', trait }));
    return (row: TraitsRow): number => {
      const value = read(row);
      if (value === undefined) throw new Error(`${trait} is absent beside an order`);
      return scoreOf(value, cutoffs);
    };
  });
  return (row) => {
    if (!hasOrder(row)) return isGroup ? textValue('PROSPECTS') : undefined;
    const [first = 0, second = 0, third = 0] = behind.map((score) => score(row));
    return isGroup ? textValue(rfmGroup(first, second, third, context.rfm)) : numberValue(first);
  };
}

function wherePresent(present: Sql | null, columns: Columns, read: Read): Read {
  if (present === null) return read;
  const isPresent = columns.add(present);
  return (row) => (isPresent(row) ? read(row) : undefined);
}

function numberValue(value: unknown): TraitValue {
  return { kind: 'number', number: ratioOfText(String(value)) };
}

/** @param at as the engine writes an instant, in UTC */
function dateValue(day: string, at: string): TraitValue {
  return { kind: 'date', day: day as Day, at: `${at.replace(' ', 'T')}Z` as Instant };
}

function listValue(texts: readonly string[]): TraitValue | undefined {
  return texts.length === 0 ? undefined : { kind: 'list', texts };
}

function textValue(text: string): TraitValue | undefined {
  return text === '' ? undefined : { kind: 'text', text };
}

import { type Day, type Instant, unreachable } from '@clientele/model';
import type { Attribute } from '../catalogue/attribute.js';
import { CATALOGUE } from '../catalogue/catalogue.js';
import { divide, ratioOfText } from '../reference/ratio.js';
import type { TraitValue } from '../reference/trait-value.js';
import { compilePresence } from './compile-test.js';
import type { CompileContext, CompiledSql } from './context.js';
import { Scope } from './scope.js';

/** A row of {@link traitsQuery}. */
export type TraitsRow = { readonly profile_no: number } & Readonly<Record<`t${number}_${number}`, unknown>>;

/**
 * Traits of some profiles: rows of what {@link readTrait} tells the value of each name from. The columns are left as
 * they are stored, since for a single profile the time goes into analysing SQL. The context must hold the cut-offs of
 * the scores among them.
 */
export function traitsQuery(
  names: readonly string[],
  profileNos: readonly number[],
  context: CompileContext,
): CompiledSql {
  const scope = new Scope(context);
  const columns = names.flatMap((name, index) => {
    return partsSql(scope.attribute(name), scope).map((part, number) => `${part} AS t${index}_${number}`);
  });
  const shop = scope.param('String', context.shop);
  const some = scope.param('Array(UInt32)', profileNos);
  return {
    sql:
      `SELECT ${['profile_no', ...columns].join(', ')} FROM ${context.profiles} AS profiles ` +
      `WHERE shop = ${shop} AND profile_no IN ${some}`,
    params: scope.parameters.values,
  };
}

/** The value of the name at an index of {@link traitsQuery}; undefined where the trait is absent. */
export function readTrait(name: string, index: number, row: TraitsRow): TraitValue | undefined {
  const reading = CATALOGUE.attributes.get(name)?.reading;
  const [value, present, second] = [row[`t${index}_0`], row[`t${index}_1`], String(row[`t${index}_2`])];
  if (reading === undefined) return undefined;
  switch (reading.kind) {
    case 'key':
      return undefined;
    case 'text':
      return textValue(String(value));
    case 'coded':
      return textValue(reading.values[Number(value) - 1] ?? '');
    case 'list':
      return listValue(value as readonly string[]);
    case 'set':
      return listValue(reading.values.filter((_, bit) => ((Number(value) >>> bit) & 1) === 1).sort());
  }
  if (!present) return undefined;
  const text = String(value);
  switch (reading.kind) {
    case 'number':
      return { kind: 'number', number: ratioOfText(text) };
    case 'ratio':
      return { kind: 'number', number: divide(ratioOfText(text), ratioOfText(second)) };
    case 'date':
      return { kind: 'date', day: text as Day, at: `${second.replace(' ', 'T')}Z` as Instant };
    default:
      return unreachable(reading);
  }
}

function listValue(texts: readonly string[]): TraitValue | undefined {
  return texts.length === 0 ? undefined : { kind: 'list', texts };
}

function textValue(text: string): TraitValue | undefined {
  return text === '' ? undefined : { kind: 'text', text };
}

/** SQL of a value, and where it does not say itself whether it is there, of that; then of what else belongs to it. */
function partsSql({ name, reading }: Attribute, scope: Scope): readonly string[] {
  const present = () => compilePresence(reading, scope);
  switch (reading.kind) {
    case 'text':
      return [scope.read(reading.value)];
    case 'coded':
      return [scope.read(reading.code)];
    case 'set':
      return [scope.read(reading.bits)];
    case 'number':
      return [scope.read(reading.value), present()];
    case 'ratio':
      return [scope.read(reading.numerator), present(), scope.read(reading.denominator)];
    case 'date':
      return [scope.read(reading.day), present(), scope.read(reading.at)];
    case 'list':
      // As it was written: a list is stored under its own name, and folded beside it.
      return [name];
    case 'key':
      throw new Error(`of ${name} only a hash is stored`);
    default:
      return unreachable(reading);
  }
}

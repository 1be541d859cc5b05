import { type Day, type Instant, unreachable } from '@clientele/model';
import type { Attribute } from '../catalogue/attribute.js';
import { CATALOGUE } from '../catalogue/catalogue.js';
import { divide, ratioOfText } from '../reference/ratio.js';
import type { TraitValue } from '../reference/trait-value.js';
import { compilePresence } from './compile-test.js';
import type { CompileContext, CompiledSql } from './context.js';
import { Scope } from './scope.js';

/**
 * Traits of some profiles: rows `{ profile_no, t0, t1 … }`, one column for each name; {@link readTrait} tells what it
 * says. The context must hold the cut-offs of the scores among them.
 */
export function traitsQuery(
  names: readonly string[],
  profileNos: readonly number[],
  context: CompileContext,
): CompiledSql {
  const scope = new Scope(context);
  const columns = names.map((name, index) => {
    const attribute = scope.attribute(name);
    const present = compilePresence(attribute.reading, scope);
    return `if(${present}, ${textsSql(attribute, scope)}, emptyArrayString()) AS t${index}`;
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

/** The value in a column of {@link traitsQuery}; undefined where the trait is absent. */
export function readTrait(name: string, texts: readonly string[]): TraitValue | undefined {
  const [first, second] = texts;
  const kind = CATALOGUE.attributes.get(name)?.reading.kind;
  if (first === undefined || kind === undefined) return undefined;
  switch (kind) {
    case 'text':
    case 'coded':
    case 'key':
      return { kind: 'text', text: first };
    case 'number':
      return { kind: 'number', number: ratioOfText(first) };
    case 'ratio':
      return { kind: 'number', number: divide(ratioOfText(first), ratioOfText(second ?? '1')) };
    case 'date':
      return { kind: 'date', day: first as Day, at: second as Instant };
    case 'list':
      return { kind: 'list', texts };
    default:
      return unreachable(kind);
  }
}

/** SQL of an array of text that says a value which is there. */
function textsSql({ name, reading }: Attribute, scope: Scope): string {
  switch (reading.kind) {
    case 'text':
      return `[toString(${scope.read(reading.value)})]`;
    case 'coded':
      return `[${scope.param('Array(String)', reading.values)}[${scope.read(reading.code)}]]`;
    case 'number':
      return `[toString(${scope.read(reading.value)})]`;
    case 'ratio':
      return `[toString(${scope.read(reading.numerator)}), toString(${scope.read(reading.denominator)})]`;
    case 'date':
      return `[toString(${scope.read(reading.day)}), concat(replaceOne(toString(${scope.read(reading.at)}), ' ', 'T'), 'Z')]`;
    case 'list':
      // As it was written: a list is stored under its own name, and folded beside it.
      return `arrayMap(text -> toString(text), ${name})`;
    case 'key':
      throw new Error(`of ${name} only a hash is stored`);
    default:
      return unreachable(reading);
  }
}

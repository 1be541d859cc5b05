import { CATALOGUE } from '../catalogue/catalogue.js';
import type { CompileContext, CompiledSql } from './context.js';
import { Scope } from './scope.js';

/** A row of {@link frequentValuesQuery}. */
export interface FrequentValue {
  readonly value: string;
  /** How many profiles have it. */
  readonly profiles: string;
}

/**
 * The values that most profiles have of an attribute that is a text, a list or one of a choice, and begin with a prefix,
 * upper and lower case alike: rows of {@link FrequentValue}, most frequent first. Undefined for other attributes. The
 * context must hold the cut-offs of the scores that the attribute is made of.
 */
export function frequentValuesQuery(
  name: string,
  prefix: string,
  limit: number,
  context: CompileContext,
): CompiledSql | undefined {
  const reading = CATALOGUE.attributes.get(name)?.reading;
  const scope = new Scope(context);
  const wanted = scope.param('String', prefix.toLowerCase());
  const begins = (sql: string) => `startsWith(lowerUTF8(${sql}), ${wanted})`;
  switch (reading?.kind) {
    case 'text':
      return values(scope, limit, { value: scope.read(reading.value), having: `value != '' AND ${begins('value')}` });
    case 'coded': {
      const codes = scope.param('Array(String)', reading.values);
      const value = `arrayElement(${codes}, ${scope.read(reading.code)})`;
      return values(scope, limit, { value, having: `value != '' AND ${begins('value')}` });
    }
    case 'set': {
      const codes = scope.param('Array(String)', reading.values);
      const bits = scope.read(reading.bits);
      const value = `arrayJoin(arrayFilter((code, bit) -> bitTest(${bits}, bit - 1), ${codes}, arrayEnumerate(${codes})))`;
      return values(scope, limit, { value, having: begins('value') });
    }
    case 'list': {
      // Each element once for a profile, as one of them writes it.
      const folded = `arrayJoin(${scope.read(reading.folded)})`;
      const written = `any(arrayFirst(text -> lowerUTF8(text) = folded, ${name}))`;
      const shop = scope.param('String', context.shop);
      return {
        sql:
          `SELECT ${written} AS value, toString(count()) AS profiles FROM ` +
          `(SELECT ${folded} AS folded, ${name} FROM ${context.profiles} AS profiles WHERE shop = ${shop}) ` +
          `WHERE startsWith(folded, ${wanted}) GROUP BY folded ORDER BY count() DESC, value LIMIT ${Math.trunc(limit)}`,
        params: scope.parameters.values,
      };
    }
    default:
      return undefined;
  }
}

function values(
  scope: Scope,
  limit: number,
  { value, having }: { readonly value: string; readonly having: string },
): CompiledSql {
  const { profiles, shop } = scope.context;
  return {
    sql:
      `SELECT value, toString(count()) AS profiles FROM ` +
      `(SELECT ${value} AS value FROM ${profiles} AS profiles WHERE shop = ${scope.param('String', shop)}) ` +
      `WHERE ${having} GROUP BY value ORDER BY count() DESC, value LIMIT ${Math.trunc(limit)}`,
    params: scope.parameters.values,
  };
}

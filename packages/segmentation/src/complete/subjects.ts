import { type AmountKind, type LanguageRows, measureNamed, parameterNamed } from '../catalogue/language.js';
import { familyOf } from '../check/value-types.js';
import type { Token } from '../text/token.js';
import { isDateLiteral, type Literal } from '../tree/literal.js';
import type { Subject } from './expectation.js';

/** What nothing is known about. */
export const UNKNOWN: Subject = { form: 'unknown', type: 'any', name: '' };

/** Parameters of Shopify's older form that are a comparison with another one. */
const OLDER_PARAMETERS: Readonly<Record<string, string>> = { since: 'date', until: 'date', count_at_least: 'count' };

export function isPercentage(token: Token | undefined, mayBeMore: boolean): boolean {
  if (token?.kind !== 'literal' || token.literal.kind !== 'number') return false;
  const percent = Number(token.literal.digits);
  return percent > 0 && (mayBeMore || percent <= 100);
}

export function parameterOf(name: string, rows: LanguageRows | undefined): Subject {
  const meant = OLDER_PARAMETERS[name] ?? name;
  const known = rows && (parameterNamed(meant, rows) ?? measureNamed(meant, rows));
  const type = meant === 'coordinates' ? 'coordinates' : (known?.type ?? 'any');
  return { form: 'parameter', name, rows, type, values: known?.values };
}

export function calculationOf(left: Subject, operator: string, right: Subject): Subject {
  const [from, by] = [familyOf(left.type), familyOf(right.type)];
  const type: AmountKind =
    from === 'date'
      ? by === 'duration'
        ? 'date'
        : 'integer'
      : from === 'any' && by === 'duration'
        ? 'date'
        : 'decimal';
  return { form: 'calculation', name: operator, type };
}

export function literalOf(literal: Literal): Subject {
  const type = isDateLiteral(literal) ? 'date' : literal.kind === 'number' ? 'decimal' : literal.kind;
  return { form: 'literal', type, name: '' };
}

export function wordsAfterNot(of: Subject): readonly string[] {
  if (of.form === 'rows') return ['MATCHES ('];
  if (of.type === 'list') return ['CONTAINS'];
  const isNamed = of.form === 'attribute' || of.form === 'parameter';
  const contains = isNamed && ['text', 'several', 'any'].includes(of.type);
  return contains ? ['IN (', 'CONTAINS'] : ['IN ('];
}

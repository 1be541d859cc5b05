import { DECIMAL_DIGITS, DECIMAL_PLACES, parseDecimal } from '@clientele/model';
import { nearest } from '../text/nearest.js';
import { printLiteral } from '../text/print-condition.js';
import { readNumber } from '../text/read-number.js';
import type { Amount } from '../tree/amount.js';
import { isDateLiteral, type Literal } from '../tree/literal.js';
import type { AmountType } from './check-amount.js';
import type { Findings } from './findings.js';
import { TYPE_NAMES } from './value-types.js';

/** What a number may be. */
export const DECIMAL_HINT = `Numbers have at most ${DECIMAL_DIGITS} digits before the point and ${DECIMAL_PLACES} after it.`;

export function isLiteral(amount: Amount): amount is Literal {
  const others: readonly Amount['kind'][] = ['attribute', 'measure', 'duration', 'calculation', 'anniversary'];
  return !others.includes(amount.kind);
}

/** Checks one value that is written out; gives it back as the type has it: an id as text, a date without quotes. */
export function checkLiteral(literal: Literal, expected: AmountType, needsOrder: boolean, findings: Findings): Literal {
  const refuse = (hint: string | null): Literal => {
    const message = `${expected.subject} is ${TYPE_NAMES[expected.type]}; ${printLiteral(literal)} is not`;
    findings.add('wrong-value', literal, 'whole', message, hint);
    return literal;
  };
  switch (expected.type) {
    case 'any':
      return literal;
    case 'text':
    case 'list':
      if (literal.kind === 'number' && expected.ofIds) {
        return findings.instead(literal, { kind: 'text', value: literal.digits });
      }
      if (literal.kind !== 'text') return refuse(`Write it in single quotes: '${printLiteral(literal)}'.`);
      if (needsOrder) return quotedDate(literal, findings) ?? refuse(`Write = or IN, or a date without quotes.`);
      return expected.values === undefined ? literal : checkChoice(literal, expected, findings);
    case 'id':
    case 'several':
      if (literal.kind === 'number') return findings.instead(literal, { kind: 'text', value: literal.digits });
      return literal.kind === 'text' ? literal : refuse(`Write it in single quotes: '${printLiteral(literal)}'.`);
    case 'choice':
      return checkChoice(literal, expected, findings);
    case 'boolean':
      return literal.kind === 'boolean' ? literal : refuse('Write true or false, without quotes.');
    case 'date':
      if (isDateLiteral(literal)) return literal;
      return (
        quotedDate(literal, findings) ??
        refuse('Write dates without quotes: 2024-05-01, 2024-05-01T18:30:00, -7d, today or yesterday.')
      );
    case 'integer':
    case 'decimal': {
      if (literal.kind !== 'number') return refuse('Write a number without quotes, such as 100.');
      const decimal = parseDecimal(literal.digits);
      if (decimal === undefined) return refuse(DECIMAL_HINT);
      if (expected.type === 'integer' && decimal.includes('.')) return refuse('Write a number without decimals.');
      return literal;
    }
    case 'coordinates':
      return literal.kind === 'coordinates' ? literal : refuse('Write (40.7128, -74.006).');
    case 'duration':
      return refuse(null);
  }
}

/** What to write where a text has no quotes: the value that is meant, where that can be told. */
export function unquotedHint(name: string, { values }: AmountType): string {
  return `Text stands in single quotes: '${(values && nearest(name, values)) ?? name}'.`;
}

/** A date that stands in quotes, as Shopify's editor takes it. */
function quotedDate(literal: Literal, findings: Findings): Literal | undefined {
  if (literal.kind !== 'text') return undefined;
  const read = readNumber(literal.value);
  if (read.outcome !== 'read' || (read.literal.kind !== 'day' && read.literal.kind !== 'datetime')) return undefined;
  return findings.instead(literal, read.literal);
}

function checkChoice(literal: Literal, { subject, values = [], type }: AmountType, findings: Findings): Literal {
  if (literal.kind === 'text' && isAmong(literal.value, values, type === 'list')) return literal;
  const written = literal.kind === 'text' ? literal.value : printLiteral(literal);
  const meant = nearest(written.replaceAll(/[\s-]+/g, '_'), values);
  const hint = meant === undefined ? `It is one of ${values.join(', ')}.` : `Did you mean '${meant}'?`;
  findings.add('unknown-value', literal, 'whole', `${subject} has no value ${printLiteral(literal)}`, hint);
  return literal;
}

/** Elements of lists are found in upper or lower case alike. */
function isAmong(value: string, values: readonly string[], folded: boolean): boolean {
  return values.includes(value) || (folded && values.some((each) => each.toLowerCase() === value.toLowerCase()));
}

import { parseDecimal, unreachable } from '@clientele/model';
import { type AmountKind, type Language, type LanguageType, measureNamed, rowsNamed } from '../catalogue/language.js';
import { COUNT, MAX_DIGITS, type Precision, precisionOf } from '../catalogue/precision.js';
import { didYouMean } from '../text/nearest.js';
import { printAmount } from '../text/print-condition.js';
import type { Amount, AttributeAmount, Calculation, Duration, Measure } from '../tree/amount.js';
import { nameParts } from '../tree/name.js';
import { DECIMAL_HINT } from './check-literal.js';
import { checkRowParameters, unknownRows } from './check-rows.js';
import type { Checking } from './checking.js';
import { familyOf, TYPE_NAMES } from './value-types.js';

/** The type of an amount, and what messages call it. */
export interface AmountType {
  readonly type: AmountKind | 'duration';
  readonly values?: readonly string[] | undefined;
  readonly ofIds?: true | undefined;
  readonly precision?: Precision | undefined;
  readonly subject: string;
}

export interface TypedAmount {
  /** As it was checked: ids within it are text. */
  readonly amount: Amount;
  readonly type: AmountType;
}

/** The type of an amount; undefined where it has none, which is reported. */
export function checkAmount(amount: Amount, checking: Checking): TypedAmount | undefined {
  const subject = printAmount(amount);
  const of = (type: AmountKind | 'duration', precision?: Precision): TypedAmount => ({
    amount,
    type: { type, precision, subject },
  });
  switch (amount.kind) {
    case 'text':
    case 'boolean':
    case 'coordinates':
    case 'duration':
      return of(amount.kind);
    case 'number':
      if (parseDecimal(amount.digits) !== undefined) return of('decimal', COUNT);
      checking.findings.add('wrong-value', amount, 'whole', `${subject} has too many digits`, DECIMAL_HINT);
      return undefined;
    case 'day':
    case 'datetime':
    case 'offset':
    case 'moment':
    case 'named-day':
      return of('date');
    case 'attribute': {
      const type = attributeType(amount, amount.name, 'whole', checking);
      return type && { amount, type: { ...type, subject } };
    }
    case 'anniversary': {
      const type = attributeType(amount, amount.attribute, 'name', checking);
      if (type === undefined) return undefined;
      if (type.type === 'date' || type.type === 'any') return of('date');
      const message = `anniversary is of a date, and ${amount.attribute} is ${TYPE_NAMES[type.type]}`;
      checking.findings.add('wrong-value', amount, 'name', message, "Write anniversary('birth_date') = today.");
      return undefined;
    }
    case 'measure':
      return checkMeasure(amount, checking);
    case 'calculation':
      return checkCalculation(amount, checking);
    default:
      return unreachable(amount);
  }
}

/** The type of an attribute by its name; reported where there is none. */
export function attributeType(
  node: object,
  name: string,
  part: 'whole' | 'name',
  { language, customAttributes, findings }: Checking,
): LanguageType | undefined {
  const known = language.attributes.get(name) ?? customAttributes?.get(name);
  if (known !== undefined) return known;
  if (rowsNamed(name, language) !== undefined) {
    findings.add('wrong-operator', node, part, `${name} is rows, and has no value`, `Write ${name} MATCHES (…).`);
    return undefined;
  }
  if (isCustom(name) && customAttributes === undefined) {
    const message = `Whether there is an attribute ${name}, and of what type, was not checked`;
    findings.warn('unchecked-attribute', node, part, message);
    return { type: 'any' };
  }
  const names = [...language.attributes.keys(), ...(customAttributes?.keys() ?? []), ...language.rows.keys()];
  const hint = ofRowsHint(name, language) ?? didYouMean(name, names);
  findings.add('unknown-attribute', node, part, `There is no attribute '${name}'`, hint);
  return undefined;
}

/** What to write instead of a measure or parameter without its rows. */
function ofRowsHint(name: string, { rows }: Language): string | null {
  for (const each of rows.values()) {
    if (each.measures.has(name)) return `Write ${name} OF ${each.name} (…).`;
    if (each.parameters.has(name)) return `Write ${each.name} MATCHES (${name} …).`;
  }
  return null;
}

function isCustom(name: string): boolean {
  const [first, ...rest] = nameParts(name);
  return (first?.text === 'attributes' && rest.length === 1) || (first?.text === 'metafields' && rest.length === 2);
}

function checkMeasure(measure: Measure, checking: Checking): TypedAmount | undefined {
  const { language, findings } = checking;
  const { name, rows } = measure;
  const known = rowsNamed(rows.name, language);
  if (known === undefined) {
    unknownRows(rows, rows.name, checking);
    return undefined;
  }
  const parameters = checkRowParameters(rows, known, 'row', checking);
  const type = measureNamed(name, known);
  if (type === undefined) {
    const names = [...known.measures.keys()];
    const hint = didYouMean(name, names) ?? (names.length === 0 ? null : `It has ${names.join(', ')}.`);
    findings.add('unknown-measure', measure, 'name', `${rows.name} has no measure '${name}'`, hint);
    return undefined;
  }
  const checked = findings.instead(rows, { ...rows, parameters });
  const { values, precision } = type;
  return {
    amount: findings.instead(measure, { ...measure, rows: checked }),
    type: { type: type.type, values, precision, subject: printAmount(measure) },
  };
}

function checkCalculation(node: Calculation, checking: Checking): TypedAmount | undefined {
  const { findings } = checking;
  const left = checkAmount(node.left, checking);
  const right = checkAmount(node.right, checking);
  if (left === undefined || right === undefined) return undefined;
  const amount = findings.instead(node, { ...node, left: left.amount, right: right.amount });
  const subject = printAmount(node);
  const { operator } = node;
  const of = (type: AmountKind, precision?: Precision): TypedAmount => ({ amount, type: { type, precision, subject } });
  const [from, by] = [familyOf(left.type.type), familyOf(right.type.type)];
  const isSum = operator === '+' || operator === '-';

  if (by === 'duration' && isSum && (from === 'date' || from === 'any')) return of('date');
  if (operator === '-' && by === 'date' && (from === 'date' || from === 'any')) return of('integer', COUNT);
  if (operator === '-' && by === 'any' && from === 'date') return of('integer', COUNT);
  if ((from === 'number' || from === 'any') && (by === 'number' || by === 'any')) {
    const precision = precisionOf(operator, left.type.precision ?? COUNT, right.type.precision ?? COUNT);
    if (Math.max(precision.numerator, precision.denominator) <= MAX_DIGITS) return of('decimal', precision);
    const message = `The exact value of ${subject} may need more than ${MAX_DIGITS} digits`;
    findings.add('too-precise', node, 'whole', message, 'Multiply and divide fewer sums with one another.');
    return undefined;
  }
  const message = `${operator} is not for ${TYPE_NAMES[left.type.type]} and ${TYPE_NAMES[right.type.type]}`;
  findings.add('wrong-operator', node, 'operator', message, calculationHint(node.right));
  return undefined;
}

function calculationHint(right: Amount): string {
  if (right.kind === 'offset') return `Write a date + ${Math.abs(right.amount)}${right.unit}, without a second sign.`;
  return 'Numbers have + - * and /; a date less a date is a number of days; a date + 7d is a later date.';
}

/** What to write instead of a length of time that stands where a value belongs. */
export function durationHint({ amount, unit }: Duration, expected: AmountType): string {
  return familyOf(expected.type) === 'number'
    ? `Write ${amount}.`
    : `Write -${amount}${unit} for the past or +${amount}${unit} for the future.`;
}

/** Whether an amount is the name of an attribute that there is not: then it is most often a text without quotes. */
export function isUnknownName(amount: Amount, { language, customAttributes }: Checking): amount is AttributeAmount {
  return (
    amount.kind === 'attribute' &&
    !language.attributes.has(amount.name) &&
    !customAttributes?.has(amount.name) &&
    !isCustom(amount.name) &&
    rowsNamed(amount.name, language) === undefined
  );
}

import { unreachable } from '@clientele/model';
import { CATALOGUE } from '../catalogue/catalogue.js';
import { type AmountKind, LANGUAGE, measureNamed, parameterNamed, rowsNamed } from '../catalogue/language.js';
import { propertyNamed } from '../catalogue/properties.js';
import { ratio, ratioOfText } from '../reference/ratio.js';
import { printAmount, printCondition } from '../text/print-condition.js';
import type { Amount, Duration } from '../tree/amount.js';
import type { Condition, Match, Sequence, Step, TestedAmount } from '../tree/condition.js';
import { isDateLiteral, type MomentLiteral, type OffsetLiteral } from '../tree/literal.js';
import type { Rows } from '../tree/rows.js';
import type { ComparisonOperator, ParameterTest } from '../tree/test.js';
import { isCoded, labelOf, labelOfRows, plainWords } from './label.js';
import { decimalText, quantityText, type Unit } from './quantity.js';
import { unitOf, unitOfMeasure, unitOfParameter } from './units.js';

/** A condition for people who do not write queries; of an AND, OR or NOT, what it says of its parts. */
export function inWords(condition: Condition, currency: string): string {
  switch (condition.kind) {
    case 'and':
      return 'All of these';
    case 'or':
      return 'At least one of these';
    case 'not':
      return 'Not this';
    case 'test':
      return testedInWords(condition, currency);
    case 'segment':
      return `Is in the segment “${condition.handle}”`;
    case 'match':
      return matchInWords(condition, currency);
    case 'sequence':
      return sequenceInWords(condition, currency);
    case 'sample':
      return printCondition(condition);
    default:
      return unreachable(condition);
  }
}

/** What is compared: its values are shown as such. */
interface Values {
  readonly name: string;
  readonly type: AmountKind | undefined;
  readonly unit: Unit;
}

function testedInWords(condition: TestedAmount, currency: string): string {
  const { amount, test } = condition;
  if (amount.kind === 'measure' && test.kind !== 'percentile' && test.kind !== 'trend') {
    const values = valuesOfMeasure(amount.name, amount.rows.name, currency);
    return `${rowsInWords(amount.rows, currency)}: ${measureLabel(amount.name)} ${testInWords(test, values)}`;
  }
  if (amount.kind === 'anniversary' && test.kind !== 'percentile' && test.kind !== 'trend') {
    const of = labelOf(amount.attribute);
    const values: Values = { name: amount.attribute, type: 'date', unit: { kind: 'plain' } };
    return `Anniversary of ${of.charAt(0).toLowerCase()}${of.slice(1)} is ${testInWords(test, values)}`;
  }
  if (amount.kind !== 'attribute' || test.kind === 'trend') return printCondition(condition);
  const label = labelOf(amount.name);
  const unit = unitOf(amount.name, currency);
  switch (test.kind) {
    case 'presence':
      return `${label} is ${test.present ? '' : 'not '}known`;
    case 'contains':
      return `${label} ${testInWords(test, { name: amount.name, type: 'list', unit })}`;
    case 'percentile':
      return `${label} is in the ${test.side} ${test.percent}% of the shop`;
    default: {
      const type = CATALOGUE.attributes.get(amount.name)?.type;
      return `${label} is ${testInWords(test, { name: amount.name, type, unit })}`;
    }
  }
}

function distanceInWords({ parameters }: Rows): string {
  const shown = parameters.map(({ name, test }) => {
    const value = test.kind === 'comparison' ? test.value : undefined;
    if (value?.kind === 'coordinates') return { of: `${value.latitude}, ${value.longitude}` };
    return { within: `${value?.kind === 'number' ? value.digits : ''} ${name === 'distance_mi' ? 'miles' : 'km'}` };
  });
  const part = (name: 'of' | 'within') => shown.flatMap((each) => each[name] ?? []).join();
  return `Has an address within ${part('within')} of ${part('of')}`;
}

function matchInWords({ rows, negated }: Match, currency: string): string {
  const text = rows.name === 'customer_within_distance' ? distanceInWords(rows) : countedInWords(rows, currency);
  return negated ? `Not: ${uncapitalised(text)}` : text;
}

function countedInWords(rows: Rows, currency: string): string {
  const known = rowsNamed(rows.name, LANGUAGE);
  const measures = rows.parameters.filter(
    ({ name }) => known === undefined || parameterNamed(name, known) === undefined,
  );
  const listed = measures.map(
    ({ name, test }) => `${measureLabel(name)} ${testInWords(test, valuesOfMeasure(name, rows.name, currency))}`,
  );
  return `${rowsInWords(rows, currency)}: ${listed.length === 0 ? 'at least one' : listed.join(', ')}`;
}

/** `Product viewed, then product added within 2 days, then no orders placed`. */
function sequenceInWords({ steps }: Sequence, currency: string): string {
  return capitalised(steps.map((step) => stepInWords(step, currency)).join(', then '));
}

/** `no orders placed with channel App within 7 days` */
export function stepInWords({ rows, negated, within }: Step, currency: string): string {
  const time = within === null ? '' : ` within ${lengthInWords(within)}`;
  return `${negated ? 'no ' : ''}${uncapitalised(rowsInWords(rows, currency))}${time}`;
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function uncapitalised(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

/** `Orders placed with channel Till`: the rows that parameters of one row leave. */
function rowsInWords({ name, parameters }: Rows, currency: string): string {
  const known = rowsNamed(name, LANGUAGE);
  const filters = parameters.flatMap(({ name: parameter, test }) => {
    const type = known && parameterNamed(parameter, known)?.type;
    if (type === undefined) return [];
    const values: Values = { name: parameter, type, unit: unitOfParameter(parameter, currency) };
    return `${propertyNamed(parameter) ?? parameter.replaceAll('_', ' ')} ${testInWords(test, values)}`;
  });
  return `${labelOfRows(name)}${filters.length === 0 ? '' : ` with ${filters.join(', ')}`}`;
}

function measureLabel(name: string): string {
  return name
    .replace(/^sum([_.])/, 'total$1')
    .replace('distinct_', 'different_')
    .replace(/[_.]/g, ' ');
}

function valuesOfMeasure(name: string, rows: string, currency: string): Values {
  const known = rowsNamed(rows, LANGUAGE);
  const type = known && measureNamed(name, known)?.type;
  return { name, type, unit: unitOfMeasure(name, rows, currency) };
}

const OR = new Intl.ListFormat('en-GB', { type: 'disjunction' });

function testInWords(test: ParameterTest, values: Values): string {
  const shown = (amount: Amount) => amountInWords(amount, values);
  switch (test.kind) {
    case 'comparison':
      return `${operatorInWords(test.operator, test.value)}${shown(test.value)}`;
    case 'between':
      return `from ${shown(test.from)} to ${shown(test.to)}`;
    case 'in':
      return `${test.negated ? 'not ' : ''}${OR.format(test.values.map(shown))}`;
    case 'presence':
      return `${test.present ? '' : 'not '}known`;
    case 'contains':
      return `${test.negated ? 'do not include' : 'include'} ${shown(test.value)}`;
    default:
      return unreachable(test);
  }
}

function operatorInWords(operator: ComparisonOperator, value: Amount): string {
  const isTime = isDateLiteral(value);
  switch (operator) {
    case '=':
      return '';
    case '!=':
      return 'not ';
    case '>':
      return isTime ? 'after ' : 'more than ';
    case '>=':
      return isTime ? 'on or after ' : 'at least ';
    case '<':
      return isTime ? 'before ' : 'less than ';
    case '<=':
      return isTime ? 'on or before ' : 'at most ';
    default:
      return unreachable(operator);
  }
}

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const UNITS = { d: 'day', w: 'week', m: 'month', y: 'year', h: 'hour', min: 'minute' } as const;

function amountInWords(literal: Amount, { name, type, unit }: Values): string {
  switch (literal.kind) {
    case 'text':
      return isCoded(name, type) ? plainWords(literal.value) : `“${literal.value}”`;
    case 'number':
      return type === 'id' ? `“${literal.digits}”` : numberInWords(literal.digits, name, unit);
    case 'boolean':
      return literal.value ? 'yes' : 'no';
    case 'day':
      return DAY.format(new Date(`${literal.day}T00:00:00Z`));
    case 'datetime': {
      const [day, time] = literal.local.split('T');
      return `${time?.slice(0, 5)} on ${DAY.format(new Date(`${day}T00:00:00Z`))}`;
    }
    case 'offset':
    case 'moment':
      return offsetInWords(literal);
    case 'named-day':
      return literal.name;
    default:
      return printAmount(literal);
  }
}

function numberInWords(digits: string, name: string, unit: Unit): string {
  const number = ratioOfText(digits);
  if (name.endsWith('_share') || name.startsWith('share_of'))
    return `${decimalText(ratio(number.numerator * 100n, number.denominator))}%`;
  return unit.kind === 'money' ? quantityText(number, unit) : digits;
}

function offsetInWords({ amount, unit }: OffsetLiteral | MomentLiteral): string {
  if (amount === 0) return unit === 'h' || unit === 'min' ? 'now' : 'today';
  const words = lengthInWords({ amount: Math.abs(amount), unit });
  return amount < 0 ? `${words} ago` : `${words} from now`;
}

function lengthInWords({ amount, unit }: Pick<Duration, 'amount' | 'unit'>): string {
  return `${amount} ${UNITS[unit]}${amount === 1 ? '' : 's'}`;
}

import { unreachable } from '@clientele/model';
import { type AmountKind, LANGUAGE, measureNamed, parameterNamed, rowsNamed } from '../catalogue/language.js';
import { propertyNamed } from '../catalogue/properties.js';
import { ratio, ratioOfText } from '../reference/ratio.js';
import { printAmount } from '../text/print-condition.js';
import type { Amount, Duration, Measure } from '../tree/amount.js';
import type { Condition, Match, Sequence, Step, TestedAmount } from '../tree/condition.js';
import type { MomentLiteral, OffsetLiteral } from '../tree/literal.js';
import type { Rows } from '../tree/rows.js';
import type { ComparisonOperator, ParameterTest, Test } from '../tree/test.js';
import { isCoded, labelOf, labelOfRows, plainWords } from './label.js';
import { decimalText, quantityText, type Unit } from './quantity.js';
import { isDate, unitOfAmount, unitOfMeasure, unitOfParameter } from './units.js';

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
    case 'listed':
      return `Was ${condition.as === 'added' ? 'added to' : 'excluded from'} the segment “${condition.handle}” by hand`;
    case 'hold-out':
      return 'Is in the hold-out';
    case 'sample':
      return `Is in the sample “${condition.seed}” of ${condition.percent}%`;
    default:
      return unreachable(condition);
  }
}

/** What is compared: its values are shown as such. */
interface Values {
  readonly name: string;
  readonly type: AmountKind | undefined;
  readonly unit: Unit;
  readonly currency: string;
}

function testedInWords({ amount, test }: TestedAmount, currency: string): string {
  if (amount.kind === 'measure') return measureInWords(amount, test, currency);
  if (amount.kind === 'anniversary' && test.kind !== 'percentile' && test.kind !== 'trend') {
    const values: Values = { name: amount.attribute, type: 'date', unit: { kind: 'plain' }, currency };
    return `Anniversary of ${uncapitalised(labelOf(amount.attribute))} is ${testInWords(test, values)}`;
  }
  const isAttribute = amount.kind === 'attribute';
  const label = isAttribute ? labelOf(amount.name) : capitalised(amountInWords(amount, plainValues(currency)));
  const type = isAttribute ? LANGUAGE.attributes.get(amount.name)?.type : undefined;
  const values: Values = { name: isAttribute ? amount.name : '', type, unit: unitOfAmount(amount, currency), currency };
  switch (test.kind) {
    case 'presence':
      return `${label} is ${test.present ? '' : 'not '}known`;
    case 'contains': {
      const part = amountInWords(test.value, values);
      if (type !== 'list') return `${label} ${test.negated ? 'does not contain' : 'contains'} ${part}`;
      return `${label} ${test.negated ? 'do not include' : 'include'} ${part}`;
    }
    case 'percentile':
      return `${label} is in the ${test.side} ${test.percent}% of the shop`;
    case 'trend':
      throw new Error('only a measure has a trend');
    default:
      return `${label} is ${testInWords(test, values)}`;
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

function measureInWords({ name, rows }: Measure, test: Test, currency: string): string {
  const what = `${rowsInWords(rows, currency)}: ${measureLabel(name)}`;
  switch (test.kind) {
    case 'percentile':
      return `${what} is in the ${test.side} ${test.percent}% of the shop`;
    case 'trend': {
      const change = test.direction === 'up' ? 'more' : 'less';
      return `${what} at least ${test.percent}% ${change} than over as many days before`;
    }
    default:
      return `${what} ${testInWords(test, valuesOfMeasure(name, rows.name, currency))}`;
  }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Of what is calculated, it is not told what its numbers count. */
function plainValues(currency: string): Values {
  return { name: '', type: undefined, unit: { kind: 'plain' }, currency };
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

/** `Orders placed with channel Till`: the rows that parameters of one row leave. */
function rowsInWords({ name, parameters }: Rows, currency: string): string {
  const known = rowsNamed(name, LANGUAGE);
  const filters = parameters.flatMap(({ name: parameter, test }) => {
    const type = known && parameterNamed(parameter, known)?.type;
    if (type === undefined) return [];
    const values: Values = { name: parameter, type, unit: unitOfParameter(parameter, currency), currency };
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
  return { name, type, unit: unitOfMeasure(name, rows, currency), currency };
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
  const isTime = isDate(value);
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

const CALCULATED = { '+': 'plus', '-': 'less', '*': 'times', '/': 'divided by' } as const;

function amountInWords(amount: Amount, values: Values): string {
  const { name, type, unit, currency } = values;
  switch (amount.kind) {
    case 'text':
      return isCoded(name, type) ? plainWords(amount.value) : `“${amount.value}”`;
    case 'number':
      return type === 'id' ? `“${amount.digits}”` : numberInWords(amount.digits, name, unit);
    case 'boolean':
      return amount.value ? 'yes' : 'no';
    case 'day':
      return DAY.format(new Date(`${amount.day}T00:00:00Z`));
    case 'datetime': {
      const [day, time] = amount.local.split('T');
      return `${time?.slice(0, 5)} on ${DAY.format(new Date(`${day}T00:00:00Z`))}`;
    }
    case 'offset':
    case 'moment':
      return offsetInWords(amount);
    case 'named-day':
      return amount.name;
    case 'attribute': {
      const label = labelOf(amount.name);
      // RFM and SMS stay as they are.
      return /^[A-Z]{2}/.test(label) ? label : uncapitalised(label);
    }
    case 'measure':
      return `${measureLabel(amount.name)} of ${uncapitalised(rowsInWords(amount.rows, currency))}`;
    case 'duration':
      return lengthInWords(amount);
    case 'calculation': {
      const part = (each: Amount) => {
        const words = amountInWords(each, plainValues(currency));
        return each.kind === 'calculation' ? `(${words})` : words;
      };
      return `${part(amount.left)} ${CALCULATED[amount.operator]} ${part(amount.right)}`;
    }
    case 'anniversary':
    case 'coordinates':
      return printAmount(amount);
    default:
      return unreachable(amount);
  }
}

function uncapitalised(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
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

import { unreachable } from '@clientele/model';
import type { ValueType } from '../catalogue/attribute.js';
import { CATALOGUE } from '../catalogue/catalogue.js';
import { ratio, ratioOfText } from '../reference/ratio.js';
import type { ComparisonOperator, Condition, FunctionMatch, ParameterTest } from '../tree/condition.js';
import type { Literal, OffsetLiteral } from '../tree/literal.js';
import { isCoded, labelOf, plainWords } from './label.js';
import { decimalText, quantityText } from './quantity.js';
import { unitOf } from './units.js';

/** A condition for people who do not write queries; of an AND, OR or NOT, what it says of its parts. */
export function inWords(condition: Condition, currency: string): string {
  switch (condition.kind) {
    case 'and':
      return 'All of these';
    case 'or':
      return 'At least one of these';
    case 'not':
      return 'Not this';
    case 'comparison':
    case 'between':
    case 'in': {
      const { attribute } = condition;
      const values = { name: attribute, type: CATALOGUE.attributes.get(attribute)?.type, currency };
      return `${labelOf(attribute)} is ${testInWords(condition, values)}`;
    }
    case 'presence':
      return `${labelOf(condition.attribute)} is ${condition.present ? '' : 'not '}known`;
    case 'contains': {
      const value = literalInWords(condition.value, { name: condition.attribute, type: 'list', currency });
      return `${labelOf(condition.attribute)} ${condition.negated ? 'do not include' : 'include'} ${value}`;
    }
    case 'percentile':
      return `${labelOf(condition.attribute)} is in the ${condition.side} ${condition.percent}% of the shop`;
    case 'segment':
      return `Is in the segment “${condition.handle}”`;
    case 'function':
      return functionInWords(condition, currency);
    default:
      return unreachable(condition);
  }
}

/** What is compared: its values are shown as such. */
interface Values {
  readonly name: string;
  readonly type: ValueType | undefined;
  readonly currency: string;
}

function functionInWords({ name, parameters, negated }: FunctionMatch, currency: string): string {
  const definition = CATALOGUE.functions.get(name);
  const isTotal = (parameter: string) => definition !== undefined && Object.hasOwn(definition.totals, parameter);
  const said = parameters.map(({ name: parameter, test }) => {
    const values = {
      name: parameter === 'amount' ? 'sum_amount' : parameter,
      type: definition?.filters[parameter]?.type,
      currency,
    };
    const words = parameter.replace(/^sum_/, 'total ').replaceAll('_', ' ');
    return { isTotal: isTotal(parameter), text: `${words} ${testInWords(test, values)}` };
  });
  const [filters, totals] = [said.filter((each) => !each.isTotal), said.filter((each) => each.isTotal)];
  const listed = (parts: typeof said) => parts.map(({ text }) => text).join(', ');
  const which = filters.length === 0 ? '' : ` with ${listed(filters)}`;
  const text = `${labelOf(name)}${which}: ${totals.length === 0 ? 'at least one' : listed(totals)}`;
  return negated ? `Not: ${text.charAt(0).toLowerCase()}${text.slice(1)}` : text;
}

const OR = new Intl.ListFormat('en-GB', { type: 'disjunction' });

function testInWords(test: ParameterTest, values: Values): string {
  const shown = (literal: Literal) => literalInWords(literal, values);
  switch (test.kind) {
    case 'comparison':
      return `${operatorInWords(test.operator, test.value)}${shown(test.value)}`;
    case 'between':
      return `from ${shown(test.from)} to ${shown(test.to)}`;
    case 'in':
      return `${test.negated ? 'not ' : ''}${OR.format(test.values.map(shown))}`;
    default:
      return unreachable(test);
  }
}

function operatorInWords(operator: ComparisonOperator, { kind }: Literal): string {
  const isTime = kind === 'day' || kind === 'datetime' || kind === 'offset' || kind === 'named-day';
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
const UNITS = { d: 'day', w: 'week', m: 'month', y: 'year' } as const;

function literalInWords(literal: Literal, { name, type, currency }: Values): string {
  switch (literal.kind) {
    case 'text':
      return isCoded(name, type) ? plainWords(literal.value) : `“${literal.value}”`;
    case 'number':
      return type === 'id' ? `“${literal.digits}”` : numberInWords(literal.digits, name, currency);
    case 'boolean':
      return literal.value ? 'yes' : 'no';
    case 'day':
      return DAY.format(new Date(`${literal.day}T00:00:00Z`));
    case 'datetime': {
      const [day, time] = literal.local.split('T');
      return `${time?.slice(0, 5)} on ${DAY.format(new Date(`${day}T00:00:00Z`))}`;
    }
    case 'offset':
      return offsetInWords(literal);
    case 'named-day':
      return literal.name;
    default:
      return unreachable(literal);
  }
}

function numberInWords(digits: string, name: string, currency: string): string {
  const unit = unitOf(name, currency);
  const number = ratioOfText(digits);
  if (name.endsWith('_share')) return `${decimalText(ratio(number.numerator * 100n, number.denominator))}%`;
  return unit.kind === 'money' ? quantityText(number, unit) : digits;
}

function offsetInWords({ amount, unit }: OffsetLiteral): string {
  if (amount === 0) return 'today';
  const size = Math.abs(amount);
  const words = `${size} ${UNITS[unit]}${size === 1 ? '' : 's'}`;
  return amount < 0 ? `${words} ago` : `${words} from now`;
}

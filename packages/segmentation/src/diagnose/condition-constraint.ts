import { parseDecimal, toMillionths, unreachable } from '@clientele/model';
import { CATALOGUE } from '../catalogue/catalogue.js';
import {
  type AmountKind,
  LANGUAGE,
  type LanguageType,
  measureNamed,
  parameterNamed,
  rowsNamed,
} from '../catalogue/language.js';
import { HAS_ORDER } from '../catalogue/order-dates.js';
import { familyOf } from '../check/value-types.js';
import { printAmount, printCondition, printTest } from '../text/print-condition.js';
import type { Amount } from '../tree/amount.js';
import type { Condition, Match, TestedAmount } from '../tree/condition.js';
import type { Parameter, Rows } from '../tree/rows.js';
import { type ComparisonOperator, isValueTest, type Test, type ValueTest } from '../tree/test.js';
import { valuesOf } from '../tree/walk.js';
import { type Constraint, constraint, joinAll, meetAll, type Topic } from './constraint.js';
import { datePlace } from './date-axis.js';
import { COUNT, COUNT_OF_NOTHING, domainOf, domainOfMeasure } from './domains.js';
import { below, complementOfLine, type Line, meetLines } from './line.js';
import { complement, type Domain, hasNoValue, meet, numbers, texts, type ValueSet } from './value-set.js';

/** What is known of whoever a condition holds for, and of whoever it does not hold for. Both may know too little, never too much. */
export interface Known {
  readonly holds: Constraint;
  readonly fails: Constraint;
}

/** What is compared, and what may be known of it. */
interface Subject {
  /** Its canonical text. */
  readonly name: string;
  readonly type: AmountKind;
  readonly domain: Domain | undefined;
}

/** Of a condition that is none of AND, OR and NOT. */
export function knownOf(condition: Exclude<Condition, { kind: 'and' | 'or' | 'not' }>): Known {
  switch (condition.kind) {
    case 'test':
      return ofTested(condition);
    case 'match':
      return ofMatch(condition);
    case 'segment':
    case 'listed':
    case 'hold-out':
    case 'sample':
    case 'sequence':
      return ofText(printCondition(condition));
    default:
      return unreachable(condition);
  }
}

export function inverse({ holds, fails }: Known): Known {
  return { holds: fails, fails: holds };
}

export function allOf(parts: readonly Known[]): Known {
  return { holds: meetAll(parts.map(({ holds }) => holds)), fails: joinAll(parts.map(({ fails }) => fails)) };
}

/** Whether no row can pass a parameter, or a profile without any row is the only one that passes. */
export function passesNone(parameter: Parameter, rows: Rows): boolean {
  const known = rowsNamed(rows.name, LANGUAGE);
  const type = known && parameterNamed(parameter.name, known);
  if (type === undefined || type.type === 'several' || type.type === 'coordinates') return false;
  return ofTest(subjectOf(parameter.name, type), parameter.test).holds.never;
}

/** Whether a parameter looks at the rows that are left, and does not say which. */
export function isMeasure({ name }: Parameter, rows: Rows): boolean {
  const known = rowsNamed(rows.name, LANGUAGE);
  return known !== undefined && parameterNamed(name, known) === undefined && measureNamed(name, known) !== undefined;
}

function ofTested({ amount, test }: TestedAmount): Known {
  if (amount.kind === 'attribute') {
    const type: LanguageType = LANGUAGE.attributes.get(amount.name) ?? { type: 'any' };
    return ofTest(subjectOf(amount.name, type), test);
  }
  if (amount.kind === 'measure') return ofTest(measureOf(amount.name, amount.rows), test);
  if (amount.kind === 'calculation') {
    // Whether it is a number or a date is told by what it is compared with.
    const type = isValueTest(test) && valuesOf(test).every(({ kind }) => kind === 'number') ? 'decimal' : 'any';
    return ofTest({ name: printAmount(amount), type, domain: domainOf('', type, undefined) }, test);
  }
  return ofText(`${printAmount(amount)} ${printTest(test)}`);
}

/** MATCHES is a test of each of its measures; without one, that there is a row. */
function ofMatch({ rows, negated }: Match): Known {
  const measures = rows.parameters.filter((parameter) => isMeasure(parameter, rows));
  const left: Rows = { ...rows, parameters: rows.parameters.filter((parameter) => !measures.includes(parameter)) };
  const one: Parameter = {
    name: 'count',
    test: { kind: 'comparison', operator: '>=', value: { kind: 'number', digits: '1' } },
  };
  const tests = measures.length > 0 ? measures : rows.name === 'customer_within_distance' ? [] : [one];
  const known =
    tests.length === 0
      ? ofText(printCondition({ kind: 'match', rows, negated: false }))
      : allOf(tests.map(({ name, test }) => ofTest(measureOf(name, left), test)));
  return negated ? inverse(known) : known;
}

function measureOf(name: string, rows: Rows): Subject {
  const known = rowsNamed(rows.name, LANGUAGE);
  const type: LanguageType = (known && measureNamed(name, known)) ?? { type: 'any' };
  const isOfNothing = rows.parameters.some((parameter) => passesNone(parameter, rows));
  const sorted = rows.parameters.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const text = printAmount({ kind: 'measure', name, rows: { ...rows, parameters: sorted } });
  const domain = domainOfMeasure(name, type.type, type.values);
  return {
    // Two names for the same number.
    name: text === 'count OF orders_placed' ? 'number_of_orders' : text,
    type: type.type,
    domain: name === 'count' && isOfNothing ? COUNT_OF_NOTHING : domain,
  };
}

function subjectOf(name: string, { type, values }: LanguageType): Subject {
  return { name, type, domain: domainOf(name, type, values) };
}

/** A test of something: what it says of the values, and that there is one. */
function ofTest(of: Subject, test: Test): Known {
  const presence = presenceOf(of);
  switch (test.kind) {
    case 'presence': {
      const there = constraint(presence.topic, presence.yes);
      const absent = constraint(presence.topic, complement(presence.yes));
      return test.present ? { holds: there, fails: absent } : { holds: absent, fails: there };
    }
    case 'contains': {
      const element = test.value.kind === 'text' ? test.value.value.toLowerCase() : printAmount(test.value);
      const contains = withPresence(of, ofText(`${of.name} CONTAINS ${element}`));
      return test.negated ? inverse(contains) : contains;
    }
    case 'comparison':
    case 'between':
    case 'in':
      return withPresence(of, withOrders(of, ofValueTest(of, test)));
    case 'percentile':
    case 'trend':
      return withPresence(of, ofText(`${of.name} ${printTest(test)}`));
    default:
      return unreachable(test);
  }
}

function ofValueTest(of: Subject, test: ValueTest): Known {
  const opaque = () => ofText(`${of.name} ${printTest(test)}`);
  const family = familyOf(of.type);
  if (family === 'date') return ofDateTest(of, test);
  if (of.domain === undefined) return opaque();
  const set = of.domain.kind === 'numbers' ? setOfNumbers(of.domain, test) : setOfTexts(of.domain, test);
  return set === undefined ? opaque() : ofSet({ key: of.name, presence: presenceKey(of) }, set);
}

function ofSet(topic: Topic, set: ValueSet): Known {
  return { holds: constraint(topic, set), fails: constraint(topic, complement(set)) };
}

/** A date may be compared on several axes at once: `BETWEEN 2020-01-01 AND -7d`. */
function ofDateTest(of: Subject, test: ValueTest): Known {
  switch (test.kind) {
    case 'comparison':
      return ofDate(of, test.operator, test.value);
    case 'between':
      return allOf([ofDate(of, '>=', test.from), ofDate(of, '<=', test.to)]);
    case 'in': {
      const others = test.values.map((value) => ofDate(of, '!=', value));
      const none = allOf(others);
      // An absent date is neither in a list nor without it.
      if (test.negated) return none;
      const equal = test.values.map((value) => ofDate(of, '=', value));
      return {
        holds: joinAll(equal.map(({ holds }) => holds)),
        fails: meetAll(equal.map(({ fails }) => fails)),
      };
    }
    default:
      return unreachable(test);
  }
}

function ofDate(of: Subject, operator: ComparisonOperator, value: Amount): Known {
  const { axis, at, isWhole, isKnown } = datePlace(value);
  const domain: Domain = { kind: 'numbers', mayBeAbsent: true, ...(isWhole && { unit: 1n }) };
  const topic: Topic = { key: `${of.name} by ${axis}`, ...(isKnown && { presence: presenceKey(of) }) };
  return ofSet(topic, numbers(domain, lineOf(operator, at)));
}

function setOfNumbers(domain: Domain, test: ValueTest): ValueSet | undefined {
  const values = valuesOf(test).map(millionthsOf);
  const known = values.filter((value) => value !== undefined);
  const [first, second] = known;
  if (known.length < values.length || first === undefined) return undefined;
  switch (test.kind) {
    case 'comparison':
      return numbers(domain, lineOf(test.operator, first));
    case 'between':
      return numbers(domain, meetLines(lineOf('>=', first), lineOf('<=', second ?? first)));
    case 'in': {
      const others = known.map((value) => lineOf('!=', value)).reduce(meetLines);
      return numbers(domain, test.negated ? others : complementOfLine(others));
    }
    default:
      return unreachable(test);
  }
}

function setOfTexts(domain: Domain, test: ValueTest): ValueSet | undefined {
  const values = valuesOf(test);
  const written = values.flatMap((value) =>
    value.kind === 'text' ? [value.value] : value.kind === 'boolean' ? [String(value.value)] : [],
  );
  if (written.length < values.length) return undefined;
  if (test.kind === 'in') return texts(domain, written, test.negated);
  const isEquality = test.kind === 'comparison' && (test.operator === '=' || test.operator === '!=');
  return isEquality ? texts(domain, written, test.operator === '!=') : undefined;
}

/** Whether a BETWEEN has its greater value first. */
export function isReversed(test: Test): boolean {
  if (test.kind !== 'between') return false;
  const [from, to] = [millionthsOf(test.from), millionthsOf(test.to)];
  if (from !== undefined && to !== undefined) return from > to;
  const [start, end] = [datePlace(test.from), datePlace(test.to)];
  return start.axis === end.axis && start.at > end.at;
}

function millionthsOf(amount: Amount): bigint | undefined {
  const read = amount.kind === 'number' ? parseDecimal(amount.digits) : undefined;
  return read && toMillionths(read);
}

function lineOf(operator: ComparisonOperator, at: bigint): Line {
  const [less, atMost] = [below({ at, after: false }), below({ at, after: true })];
  switch (operator) {
    case '<':
      return less;
    case '<=':
      return atMost;
    case '>':
      return complementOfLine(atMost);
    case '>=':
      return complementOfLine(less);
    case '=':
      return meetLines(atMost, complementOfLine(less));
    case '!=':
      return complementOfLine(meetLines(atMost, complementOfLine(less)));
    default:
      return unreachable(operator);
  }
}

const YES_OR_NO = ['yes', 'no'];

/** Something that holds or not, of which only its text is known. */
function ofText(text: string): Known {
  return ofSet({ key: text }, texts({ kind: 'texts', mayBeAbsent: false, among: YES_OR_NO }, ['yes']));
}

/** A comparison that holds is of a value that is there. */
function withPresence(of: Subject, { holds, fails }: Known): Known {
  const { topic, yes } = presenceOf(of);
  return { holds: meetAll([holds, constraint(topic, yes)]), fails };
}

/** A number of orders says whether there is one, as everything else does that each order brings. */
function withOrders(of: Subject, { holds, fails }: Known): Known {
  if (of.name !== NUMBER_OF_ORDERS) return { holds, fails };
  const said = (known: Constraint): Constraint => {
    const numbers = known.entries.get(of.name)?.set;
    if (numbers === undefined || known.never) return known;
    const [none, some] = [meet(numbers, NO_ORDER), meet(numbers, complement(NO_ORDER))].map(hasNoValue);
    if (none === some) return known;
    const yes = texts({ kind: 'texts', mayBeAbsent: false, among: YES_OR_NO }, ['yes']);
    return meetAll([known, constraint({ key: ORDERED }, none ? yes : complement(yes))]);
  };
  return { holds: said(holds), fails: said(fails) };
}

const NUMBER_OF_ORDERS = 'number_of_orders';
const NO_ORDER = numbers(COUNT, lineOf('=', 0n));

/** The topic that says whether there is an order. */
const ORDERED = 'an order IS NOT NULL';

function presenceOf(of: Subject): { readonly topic: Topic; readonly yes: ValueSet } {
  const among = of.domain?.mayBeAbsent === false ? ['yes'] : YES_OR_NO;
  const yes = texts({ kind: 'texts', mayBeAbsent: false, among }, ['yes']);
  return { topic: { key: presenceKey(of) }, yes };
}

function presenceKey({ name }: Subject): string {
  const reading = CATALOGUE.attributes.get(name)?.reading;
  const isOfOrders = reading !== undefined && 'present' in reading && reading.present === HAS_ORDER;
  return isOfOrders ? ORDERED : `${name} IS NOT NULL`;
}

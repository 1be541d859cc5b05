import type { Catalogue } from '../catalogue/catalogue.js';
import { LANGUAGE, measureNamed, parameterNamed, rowsNamed } from '../catalogue/language.js';
import { propertyNamed } from '../catalogue/properties.js';
import { rowsEntry } from '../catalogue/rows-entry.js';
import type { NodePlace } from '../text/place.js';
import { printAmount, printTest } from '../text/print-condition.js';
import type { Amount } from '../tree/amount.js';
import type { Condition, TestedAmount } from '../tree/condition.js';
import { isDateLiteral } from '../tree/literal.js';
import type { Rows } from '../tree/rows.js';
import type { Test } from '../tree/test.js';
import { conditionsIn, valuesOf } from '../tree/walk.js';
import { isLiteral } from './check-literal.js';
import type { Findings } from './findings.js';

interface Part {
  readonly node: object;
  readonly part: keyof NodePlace;
  readonly what: string;
  /** What to write today. */
  readonly instead: string;
}

/** Reports what a checked condition says that can be written, but not asked yet. */
export function reportNotBuilt(condition: Condition, catalogue: Catalogue, findings: Findings): void {
  for (const { node, part, what, instead } of notBuiltIn(condition, catalogue)) {
    findings.add('not-built-yet', node, part, `${what} can be written, but not asked yet`, instead);
  }
}

const LATER = 'It comes with a later version.';
const ONE_DATE = 'Compare it with a date that is the same for everybody, such as today, +7d or 2026-05-01.';
const IN_DAYS = 'Count in days instead, such as last_order_date + 1d.';
const DAYS_OR_HOURS = 'Move it by days alone, or by hours alone.';
const WRITE_OUT =
  'Write each value out, in a condition of its own: … = 44 AND attributes.size = 44 OR … = 45 AND attributes.size = 45.';

/** What the compiler and the reference evaluator lack: whoever builds a part takes it off here. */
function* notBuiltIn(condition: Condition, catalogue: Catalogue): Generator<Part> {
  for (const part of conditionsIn(condition)) {
    if (part.kind === 'test') yield* inTested(part, catalogue);
    if (part.kind === 'match') yield* inRows(part.rows, catalogue);
    if (part.kind === 'sequence') for (const { rows } of part.steps) yield* inRows(rows, catalogue);
  }
}

function* inTested(condition: TestedAmount, catalogue: Catalogue): Generator<Part> {
  const { amount, test } = condition;
  yield* inAmount(amount, catalogue);
  if (amount.kind === 'measure' && isOfAnyType(amount.name)) yield* inValuesOfProperty(amount.name, test);
  if (test.kind === 'percentile' && amount.kind === 'measure' && /^share_of[_.](?!count$)/.test(amount.name)) {
    yield {
      node: condition,
      part: 'operator',
      what: `${printTest(test)} of a share of a sum`,
      instead: 'Compare the share with a number, such as > 0.5.',
    };
  }
  if (amount.kind === 'anniversary') {
    for (const value of valuesOf(test)) {
      if (dateForm(value) === 'constant') continue;
      yield { node: value, part: 'whole', what: `An anniversary beside ${printAmount(value)}`, instead: ONE_DATE };
    }
    return;
  }
  yield* inValues(test, dateForm(amount), catalogue);
}

function* inAmount(amount: Amount, catalogue: Catalogue): Generator<Part> {
  switch (amount.kind) {
    case 'attribute':
      if (isLacking(amount.name, catalogue)) yield { node: amount, part: 'whole', what: amount.name, instead: LATER };
      return;
    case 'measure':
      yield* inMeasure(amount, amount.name, amount.rows, catalogue);
      yield* inRows(amount.rows, catalogue);
      return;
    case 'anniversary':
      if (isLacking(amount.attribute, catalogue))
        yield { node: amount, part: 'whole', what: printAmount(amount), instead: LATER };
      return;
    case 'calculation': {
      yield* inOperand(amount.left, catalogue);
      yield* inOperand(amount.right, catalogue);
      const [left, right] = [dateForm(amount.left), dateForm(amount.right)];
      const isElapsed = amount.right.kind === 'duration' && isMomentUnit(amount.right.unit);
      if (isElapsed && left === 'day') {
        yield {
          node: amount,
          part: 'whole',
          what: 'The time of a day that differs by profile',
          instead: DAYS_OR_HOURS,
        };
      } else if ((left === 'moment' && !isElapsed) || right === 'moment') {
        yield { node: amount, part: 'whole', what: 'The day of a moment that differs by profile', instead: IN_DAYS };
      }
      return;
    }
  }
}

/** What is calculated with, or compared with something: the first and last of a property have no type of their own. */
function* inOperand(amount: Amount, catalogue: Catalogue): Generator<Part> {
  yield* inAmount(amount, catalogue);
  if (amount.kind === 'measure' && isOfAnyType(amount.name)) {
    yield {
      node: amount,
      part: 'whole',
      what: `${printAmount(amount)} beside what is not written out`,
      instead: WRITE_OUT,
    };
  }
}

function isOfAnyType(measure: string): boolean {
  return /^(first|last)\./.test(measure);
}

/**
 * What SQL has of a date: it is the same for everybody, has a day and a time, a day alone, or a time alone; undefined for
 * what is no date.
 */
type DateForm = 'constant' | 'timed' | 'day' | 'moment' | undefined;

function dateForm(amount: Amount): DateForm {
  switch (amount.kind) {
    case 'attribute':
      return LANGUAGE.attributes.get(amount.name)?.type === 'date' ? 'timed' : undefined;
    case 'measure': {
      const known = rowsNamed(amount.rows.name, LANGUAGE);
      return known && measureNamed(amount.name, known)?.type === 'date' ? 'timed' : undefined;
    }
    case 'calculation': {
      const of = dateForm(amount.left);
      if (amount.right.kind !== 'duration' || of === 'constant')
        return amount.right.kind === 'duration' ? of : undefined;
      return isMomentUnit(amount.right.unit) ? 'moment' : 'day';
    }
    default:
      return isDateLiteral(amount) ? 'constant' : undefined;
  }
}

/** The check has passed no other names than those of the language and of custom attributes, which can all be asked for. */
function isLacking(attribute: string, catalogue: Catalogue): boolean {
  return LANGUAGE.attributes.has(attribute) && !catalogue.attributes.has(attribute);
}

function isMomentUnit(unit: string): boolean {
  return unit === 'h' || unit === 'min';
}

function* inRows(rows: Rows, catalogue: Catalogue): Generator<Part> {
  if (rows.name === 'customer_within_distance') return;
  const entry = rowsEntry(rows.name, catalogue);
  if (entry === undefined) {
    yield { node: rows, part: 'name', what: rows.name, instead: LATER };
    return;
  }
  for (const parameter of rows.parameters) {
    const { name, test } = parameter;
    if (propertyNamed(name) !== undefined) {
      yield* inValues(test, undefined, catalogue);
      continue;
    }
    if (isOfAnyType(name)) yield* inValuesOfProperty(name, test);
    const field = Object.hasOwn(entry.fields, name) ? entry.fields[name] : undefined;
    const known = rowsNamed(rows.name, LANGUAGE);
    if (field === undefined && known !== undefined && parameterNamed(name, known) !== undefined) {
      yield { node: parameter, part: 'name', what: `The parameter ${name} of ${rows.name}`, instead: LATER };
      continue;
    }
    if (field === undefined) yield* inMeasure(parameter, name, rows, catalogue);
    if (field === undefined && test.kind === 'contains') {
      yield {
        node: parameter,
        part: 'operator',
        what: `What ${name} of ${rows.name} contains`,
        instead: 'Write = or IN with the whole text.',
      };
    }
    if (field?.type === 'several' && valuesOf(test).some((value) => !isLiteral(value))) {
      yield {
        node: parameter,
        part: 'operator',
        what: `A comparison of ${name} with an attribute`,
        instead: WRITE_OUT,
      };
    }
    const type = field?.type ?? (known && measureNamed(name, known)?.type);
    yield* inValues(test, type === 'date' ? 'timed' : undefined, catalogue);
  }
}

/** A measure of a parameter that is not built, or that needs more of it than is stored. */
function* inMeasure(node: object, name: string, rows: Rows, catalogue: Catalogue): Generator<Part> {
  const fields = rowsEntry(rows.name, catalogue)?.fields;
  const known = rowsNamed(rows.name, LANGUAGE);
  const measure = known && measureNamed(name, known);
  if (fields === undefined || measure === undefined || measure.of === null) return;
  if (propertyNamed(measure.of) !== undefined) return;
  const reading = Object.hasOwn(fields, measure.of) ? fields[measure.of]?.reading : undefined;
  const lacksText = measure.kind === 'usual' && reading?.kind === 'key' && reading.text === undefined;
  if (reading === undefined || lacksText) yield { node, part: 'name', what: `${name} of ${rows.name}`, instead: LATER };
}

/** The first and last of a property are of the type of what they are compared with, so that must be written out. */
function* inValuesOfProperty(name: string, test: Test): Generator<Part> {
  for (const value of valuesOf(test)) {
    if (isLiteral(value)) continue;
    yield {
      node: value,
      part: 'whole',
      what: `A comparison of ${name} with ${printAmount(value)}`,
      instead: WRITE_OUT,
    };
  }
}

function* inValues(test: Test, form: DateForm, catalogue: Catalogue): Generator<Part> {
  for (const value of valuesOf(test)) {
    yield* inOperand(value, catalogue);
    const other = dateForm(value);
    if ((form === 'moment' && other === 'day') || (form === 'day' && other === 'moment')) {
      yield { node: value, part: 'whole', what: 'The day of a moment that differs by profile', instead: IN_DAYS };
    }
  }
}

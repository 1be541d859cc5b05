import type { Catalogue } from '../catalogue/catalogue.js';
import { LANGUAGE, type LanguageType, measureNamed, parameterNamed, rowsNamed } from '../catalogue/language.js';
import { propertyNamed } from '../catalogue/properties.js';
import { rowsEntry } from '../catalogue/rows-entry.js';
import type { NodePlace } from '../text/place.js';
import { printAmount, printTest } from '../text/print-condition.js';
import type { Condition, TestedAmount } from '../tree/condition.js';
import type { Rows } from '../tree/rows.js';
import { isValueTest, type Test } from '../tree/test.js';
import { conditionsIn, valuesOf } from '../tree/walk.js';
import { isLiteral } from './check-literal.js';
import type { Findings } from './findings.js';

interface Part {
  readonly node: object;
  readonly part: keyof NodePlace;
  readonly what: string;
}

/** Reports what a checked condition says that can be written, but not asked yet. */
export function reportNotBuilt(
  condition: Condition,
  catalogue: Catalogue,
  customAttributes: CustomAttributes,
  findings: Findings,
): void {
  for (const { node, part, what } of notBuiltIn(condition, catalogue, customAttributes)) {
    findings.add(
      'not-built-yet',
      node,
      part,
      `${what} can be written, but not asked yet`,
      'It comes with a later version.',
    );
  }
}

type CustomAttributes = ReadonlyMap<string, LanguageType> | undefined;

/** What the compiler and the reference evaluator lack: whoever builds a part takes it off here. */
function* notBuiltIn(condition: Condition, catalogue: Catalogue, customAttributes: CustomAttributes): Generator<Part> {
  for (const part of conditionsIn(condition)) {
    if (part.kind === 'test') yield* inTested(part, catalogue, customAttributes);
    if (part.kind === 'match') yield* inRows(part.rows, catalogue);
    if (part.kind === 'sequence') for (const { rows } of part.steps) yield* inRows(rows, catalogue);
    if (part.kind === 'sample') yield { node: part, part: 'whole', what: 'A sample' };
  }
}

function* inTested(condition: TestedAmount, catalogue: Catalogue, customAttributes: CustomAttributes): Generator<Part> {
  const { amount, test } = condition;
  if (amount.kind === 'measure') {
    yield* inMeasure(amount, amount.name, amount.rows, catalogue);
    yield* inRows(amount.rows, catalogue);
    if (isValueTest(test)) yield* inValues(test);
    else if (test.kind !== 'presence') {
      yield { node: condition, part: 'operator', what: `${printTest(test)} of a measure` };
    }
    return;
  }
  const name = amount.kind === 'anniversary' ? amount.attribute : amount.kind === 'attribute' ? amount.name : undefined;
  const isOurs = name !== undefined && LANGUAGE.attributes.has(name);
  // The check has passed no other name but those of custom attributes.
  const custom = name === undefined || isOurs ? undefined : (customAttributes?.get(name) ?? { type: 'any' as const });
  const attribute = name !== undefined && isOurs ? catalogue.attributes.get(name) : custom;
  if (custom !== undefined && test.kind === 'percentile') {
    yield { node: condition, part: 'operator', what: 'A percentile of a custom attribute' };
  } else if (attribute === undefined) {
    yield { node: amount, part: 'whole', what: printAmount(amount) };
  } else if (test.kind === 'contains' && attribute.type !== 'list' && attribute.type !== 'any') {
    yield { node: condition, part: 'operator', what: 'CONTAINS of a text' };
  } else {
    yield* inValues(test);
  }
}

function* inRows(rows: Rows, catalogue: Catalogue): Generator<Part> {
  if (rows.name === 'customer_within_distance') return;
  const entry = rowsEntry(rows.name, catalogue);
  if (entry === undefined) {
    yield { node: rows, part: 'name', what: rows.name };
    return;
  }
  for (const parameter of rows.parameters) {
    const { name, test } = parameter;
    if (propertyNamed(name) !== undefined) {
      yield* inValues(test);
      continue;
    }
    const field = Object.hasOwn(entry.fields, name) ? entry.fields[name] : undefined;
    const known = rowsNamed(rows.name, LANGUAGE);
    if (field === undefined && known !== undefined && parameterNamed(name, known) !== undefined) {
      yield { node: parameter, part: 'name', what: `The parameter ${name} of ${rows.name}` };
    } else if (test.kind === 'contains' && field?.type !== 'several') {
      yield { node: parameter, part: 'operator', what: 'CONTAINS of a text' };
    } else {
      if (field === undefined) yield* inMeasure(parameter, name, rows, catalogue);
      yield* inValues(test);
    }
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
  if (reading === undefined || lacksText) yield { node, part: 'name', what: `${name} of ${rows.name}` };
}

function* inValues(test: Test): Generator<Part> {
  for (const value of valuesOf(test)) {
    if (isLiteral(value) && value.kind !== 'moment' && value.kind !== 'coordinates') continue;
    const what = value.kind === 'calculation' ? 'what is calculated' : printAmount(value);
    yield { node: value, part: 'whole', what: `A comparison with ${what}` };
  }
}

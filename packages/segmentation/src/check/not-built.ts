import type { Catalogue } from '../catalogue/catalogue.js';
import type { NodePlace } from '../text/place.js';
import { printAmount, printTest } from '../text/print-condition.js';
import type { Condition, Match, TestedAmount } from '../tree/condition.js';
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
export function reportNotBuilt(condition: Condition, catalogue: Catalogue, findings: Findings): void {
  for (const { node, part, what } of notBuiltIn(condition, catalogue)) {
    findings.add(
      'not-built-yet',
      node,
      part,
      `${what} can be written, but not asked yet`,
      'It comes with a later version.',
    );
  }
}

/** What the compiler and the reference evaluator lack: whoever builds a part takes it off here. */
function* notBuiltIn(condition: Condition, catalogue: Catalogue): Generator<Part> {
  for (const part of conditionsIn(condition)) {
    if (part.kind === 'test') yield* inTested(part, catalogue);
    if (part.kind === 'match') yield* inMatch(part, catalogue);
    if (part.kind === 'sequence') yield { node: part, part: 'name', what: 'A sequence' };
    if (part.kind === 'sample') yield { node: part, part: 'whole', what: 'A sample' };
  }
}

function* inTested(condition: TestedAmount, catalogue: Catalogue): Generator<Part> {
  const { amount, test } = condition;
  const attribute = amount.kind === 'attribute' ? catalogue.attributes.get(amount.name) : undefined;
  if (attribute === undefined) {
    yield { node: amount, part: 'whole', what: printAmount(amount) };
  } else if (test.kind === 'contains' && attribute.type !== 'list') {
    yield { node: condition, part: 'operator', what: 'CONTAINS of a text' };
  } else {
    yield* inValues(test);
  }
}

function* inMatch({ rows }: Match, catalogue: Catalogue): Generator<Part> {
  const entry = catalogue.functions.get(rows.name);
  if (entry === undefined) {
    yield { node: rows, part: 'name', what: rows.name };
    return;
  }
  for (const parameter of rows.parameters) {
    const { name, test } = parameter;
    if (!Object.hasOwn(entry.filters, name) && !Object.hasOwn(entry.totals, name)) {
      yield { node: parameter, part: 'name', what: `The parameter ${name} of ${rows.name}` };
    } else if (isValueTest(test)) {
      yield* inValues(test);
    } else {
      yield { node: parameter, part: 'operator', what: `${printTest(test)} of a parameter` };
    }
  }
}

function* inValues(test: Test): Generator<Part> {
  for (const value of valuesOf(test)) {
    if (isLiteral(value) && value.kind !== 'moment' && value.kind !== 'coordinates') continue;
    const what = value.kind === 'calculation' ? 'what is calculated' : printAmount(value);
    yield { node: value, part: 'whole', what: `A comparison with ${what}` };
  }
}

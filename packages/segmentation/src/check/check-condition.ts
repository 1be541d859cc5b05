import { unreachable } from '@clientele/model';
import type { Attribute, FunctionAttribute } from '../catalogue/attribute.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import { isSegmentHandle } from '../segment-handle.js';
import { didYouMean } from '../text/nearest.js';
import type { Condition, Match, TestedAmount } from '../tree/condition.js';
import { isValueTest, type ParameterTest, type Test } from '../tree/test.js';
import { checkTest, checkValue } from './check-test.js';
import type { Findings } from './findings.js';
import { operatorsOf, TYPE_NAMES } from './value-types.js';

/** Checks a condition and gives it back with ids as text; without findings it may be compiled. */
export function checkCondition(condition: Condition, catalogue: Catalogue, findings: Findings): Condition {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const conditions = condition.conditions.map((part) => checkCondition(part, catalogue, findings));
      return { ...condition, conditions };
    }
    case 'not':
      return { ...condition, condition: checkCondition(condition.condition, catalogue, findings) };
    case 'segment':
      if (!isSegmentHandle(condition.handle)) {
        const hint = 'Handles are lower-case letters, digits, - and _, such as big-spenders.';
        findings.add('bad-handle', condition, 'name', `'${condition.handle}' is not the handle of a segment`, hint);
      }
      return condition;
    case 'match': {
      const entry = catalogue.functions.get(condition.rows.name);
      return entry === undefined
        ? unknownFunction(condition, catalogue, findings)
        : checkFunction(condition, entry, findings);
    }
    case 'test': {
      const { amount } = condition;
      if (amount.kind !== 'attribute') return notBuilt(condition, amount, findings);
      const attribute = catalogue.attributes.get(amount.name);
      return attribute === undefined
        ? unknownAttribute(condition, amount.name, catalogue, findings)
        : { ...condition, test: checkOfAttribute(condition, attribute, findings) };
    }
    case 'sequence':
    case 'sample':
      return notBuilt(condition, condition, findings);
    default:
      return unreachable(condition);
  }
}

function notBuilt<T extends Condition>(condition: T, node: object & { readonly kind: string }, findings: Findings): T {
  findings.add('not_built_yet', node, 'whole', `A ${node.kind} can be written, but not asked yet`);
  return condition;
}

function unknownAttribute(condition: TestedAmount, name: string, catalogue: Catalogue, findings: Findings): Condition {
  if (catalogue.functions.has(name)) {
    findings.add('wrong-operator', condition, 'operator', `${name} is a function`, `Write ${name} MATCHES (…).`);
  } else {
    const hint = didYouMean(name, [...catalogue.attributes.keys(), ...catalogue.functions.keys()]);
    findings.add('unknown-attribute', condition, 'name', `There is no attribute '${name}'`, hint);
  }
  return condition;
}

function unknownFunction(condition: Match, catalogue: Catalogue, findings: Findings): Condition {
  const { name } = condition.rows;
  const attribute = catalogue.attributes.get(name);
  if (attribute === undefined) {
    const names = [...catalogue.functions.keys()];
    const hint = didYouMean(name, names) ?? `There are ${names.join(', ')}.`;
    findings.add('unknown-function', condition, 'name', `There is no function '${name}'`, hint);
  } else {
    const message = `MATCHES is for functions, and ${name} is ${TYPE_NAMES[attribute.type]}`;
    findings.add('wrong-operator', condition, 'operator', message, `Write ${operatorsOf(attribute.type)}.`);
  }
  return condition;
}

function checkOfAttribute(condition: TestedAmount, attribute: Attribute, findings: Findings): Test {
  const { name, type } = attribute;
  const { test } = condition;
  const refuse = (operator: string): Test => {
    const message = `${operator} is not for ${name}, which is ${TYPE_NAMES[type]}`;
    findings.add('wrong-operator', condition, 'operator', message, `Write ${operatorsOf(type)}.`);
    return test;
  };
  switch (test.kind) {
    case 'presence':
      return test;
    case 'contains':
      if (type !== 'list') return refuse('CONTAINS');
      checkValue(test.value, name, attribute, findings);
      return test;
    case 'percentile':
      return type === 'integer' || type === 'decimal' ? test : refuse(`IN ${test.side.toUpperCase()}`);
    case 'comparison':
    case 'between':
    case 'in':
      return checkTest(test, condition, name, attribute, findings);
    case 'trend':
      throw new Error('the parser lets a trend stand after a measure alone');
    default:
      return unreachable(test);
  }
}

function checkFunction(condition: Match, entry: FunctionAttribute, findings: Findings): Condition {
  const seen = new Set<string>();
  const parameters = condition.rows.parameters.map((parameter) => {
    const { name, test } = parameter;
    const known = entry.filters[name] ?? entry.totals[name];
    if (known === undefined) {
      const names = [...Object.keys(entry.filters), ...Object.keys(entry.totals)];
      const hint = didYouMean(name, names) ?? `It has ${names.join(', ')}.`;
      findings.add('unknown-parameter', parameter, 'name', `${entry.name} has no parameter '${name}'`, hint);
      return parameter;
    }
    if (seen.has(name)) {
      const hint =
        known.type === 'date' || known.type === 'decimal' || known.type === 'integer'
          ? `Write ${name} BETWEEN … AND …, or a second ${entry.name} MATCHES (…).`
          : `Write ${name} IN (…), or a second ${entry.name} MATCHES (…).`;
      findings.add('repeated-parameter', parameter, 'name', `The parameter '${name}' stands here twice`, hint);
    }
    seen.add(name);
    if (!isValueTest(test)) {
      findings.add('not_built_yet', parameter, 'operator', 'This can be written of a parameter, but not asked yet');
      return parameter;
    }
    const checked: ParameterTest = checkTest(test, parameter, name, known, findings);
    return { ...parameter, test: checked };
  });
  return { ...condition, rows: { ...condition.rows, parameters } };
}

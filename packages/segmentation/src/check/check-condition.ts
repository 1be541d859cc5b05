import { unreachable } from '@clientele/model';
import type { Attribute, FunctionAttribute } from '../catalogue/attribute.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import { isSegmentHandle } from '../segment-handle.js';
import { didYouMean } from '../text/nearest.js';
import type { Condition, FunctionMatch, ParameterTest } from '../tree/condition.js';
import { checkTest, checkValue } from './check-test.js';
import type { Findings } from './findings.js';
import { operatorsOf, TYPE_NAMES } from './value-types.js';

type OfAttribute = Extract<Condition, { readonly attribute: string }>;

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
    case 'function': {
      const entry = catalogue.functions.get(condition.name);
      return entry === undefined
        ? unknownFunction(condition, catalogue, findings)
        : checkFunction(condition, entry, findings);
    }
    default: {
      const attribute = catalogue.attributes.get(condition.attribute);
      return attribute === undefined
        ? unknownAttribute(condition, catalogue, findings)
        : checkOfAttribute(condition, attribute, findings);
    }
  }
}

function unknownAttribute(condition: OfAttribute, catalogue: Catalogue, findings: Findings): Condition {
  const { attribute: name } = condition;
  if (catalogue.functions.has(name)) {
    findings.add('wrong-operator', condition, 'operator', `${name} is a function`, `Write ${name} MATCHES (…).`);
  } else {
    const hint = didYouMean(name, [...catalogue.attributes.keys(), ...catalogue.functions.keys()]);
    findings.add('unknown-attribute', condition, 'name', `There is no attribute '${name}'`, hint);
  }
  return condition;
}

function unknownFunction(condition: FunctionMatch, catalogue: Catalogue, findings: Findings): Condition {
  const { name } = condition;
  const attribute = catalogue.attributes.get(name);
  if (attribute === undefined) {
    const hint = didYouMean(name, catalogue.functions.keys());
    findings.add('unknown-function', condition, 'name', `There is no function '${name}'`, hint);
  } else {
    const message = `MATCHES is for functions, and ${name} is ${TYPE_NAMES[attribute.type]}`;
    findings.add('wrong-operator', condition, 'operator', message, `Write ${operatorsOf(attribute.type)}.`);
  }
  return condition;
}

function checkOfAttribute(condition: OfAttribute, attribute: Attribute, findings: Findings): Condition {
  const { name, type } = attribute;
  const refuse = (operator: string): Condition => {
    const message = `${operator} is not for ${name}, which is ${TYPE_NAMES[type]}`;
    findings.add('wrong-operator', condition, 'operator', message, `Write ${operatorsOf(type)}.`);
    return condition;
  };
  switch (condition.kind) {
    case 'presence':
      return condition;
    case 'contains':
      if (type !== 'list') return refuse('CONTAINS');
      return { ...condition, value: checkValue(condition.value, name, attribute, findings) };
    case 'percentile':
      return type === 'integer' || type === 'decimal' ? condition : refuse(`IN ${condition.side.toUpperCase()}`);
    case 'comparison':
    case 'between':
    case 'in':
      return { ...condition, ...checkTest(condition, condition, name, attribute, findings) };
    default:
      return unreachable(condition);
  }
}

function checkFunction(condition: FunctionMatch, entry: FunctionAttribute, findings: Findings): Condition {
  const seen = new Set<string>();
  const parameters = condition.parameters.map((parameter) => {
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
    const checked: ParameterTest = checkTest(test, parameter, name, known, findings);
    return { ...parameter, test: checked };
  });
  return { ...condition, parameters };
}

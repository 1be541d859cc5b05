import type { Condition, Literal, ParameterTest } from '@clientele/segmentation';

/** The same tree with every condition replaced, parts before wholes. */
export function rewriteConditions(condition: Condition, replace: (part: Condition) => Condition): Condition {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return replace({
        ...condition,
        conditions: condition.conditions.map((part) => rewriteConditions(part, replace)),
      });
    case 'not':
      return replace({ ...condition, condition: rewriteConditions(condition.condition, replace) });
    default:
      return replace(condition);
  }
}

/** The same tree with every test of a value replaced, those of parameters too. */
export function rewriteTests(condition: Condition, replace: (test: ParameterTest) => ParameterTest): Condition {
  return rewriteConditions(condition, (part) => {
    switch (part.kind) {
      case 'comparison':
      case 'between':
      case 'in':
        return { ...replace(part), attribute: part.attribute };
      case 'function':
        return {
          ...part,
          parameters: part.parameters.map(({ name, test }) => ({ name, test: replace(test) })),
        };
      default:
        return part;
    }
  });
}

/** The same tree with every literal replaced that a value is compared to. */
export function rewriteLiterals(condition: Condition, replace: (literal: Literal) => Literal): Condition {
  return rewriteTests(condition, (test) => {
    switch (test.kind) {
      case 'comparison':
        return { ...test, value: replace(test.value) };
      case 'between':
        return { ...test, from: replace(test.from), to: replace(test.to) };
      case 'in':
        return { ...test, values: test.values.map(replace) };
    }
  });
}

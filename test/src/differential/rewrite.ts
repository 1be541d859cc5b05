import { type Amount, type Condition, isValueTest, type Rows, type ValueTest } from '@clientele/segmentation';

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
export function rewriteTests(condition: Condition, replace: (test: ValueTest) => ValueTest): Condition {
  return rewriteConditions(condition, (part) => {
    switch (part.kind) {
      case 'test':
        return isValueTest(part.test) ? { ...part, test: replace(part.test) } : part;
      case 'sequence': {
        const steps = part.steps.map((step) => ({ ...step, rows: rewriteRows(step.rows, replace) }));
        return { ...part, steps };
      }
      case 'match':
        return { ...part, rows: rewriteRows(part.rows, replace) };
      default:
        return part;
    }
  });
}

function rewriteRows(rows: Rows, replace: (test: ValueTest) => ValueTest): Rows {
  const parameters = rows.parameters.map(({ name, test }) => ({
    name,
    test: isValueTest(test) ? replace(test) : test,
  }));
  return { ...rows, parameters };
}

/** The same tree with every literal replaced that a value is compared to. */
export function rewriteLiterals(condition: Condition, replace: (value: Amount) => Amount): Condition {
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

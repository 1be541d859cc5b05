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
      case 'test': {
        const { amount, test } = part;
        return { ...part, amount: inRowsOf(amount, replace), test: isValueTest(test) ? replace(test) : test };
      }
      case 'sequence':
        return { ...part, steps: part.steps.map((step) => ({ ...step, rows: inRows(step.rows, replace) })) };
      case 'match':
        return { ...part, rows: inRows(part.rows, replace) };
      default:
        return part;
    }
  });
}

/** The same tree with all rows replaced that it asks for. */
export function rewriteRows(condition: Condition, replace: (rows: Rows) => Rows): Condition {
  const inAmounts = rewriteAmounts(condition, (amount) =>
    amount.kind === 'measure' ? { ...amount, rows: replace(amount.rows) } : amount,
  );
  return rewriteConditions(inAmounts, (part) => {
    if (part.kind === 'match') return { ...part, rows: replace(part.rows) };
    if (part.kind !== 'sequence') return part;
    return { ...part, steps: part.steps.map((step) => ({ ...step, rows: replace(step.rows) })) };
  });
}

function inRowsOf(amount: Amount, replace: (test: ValueTest) => ValueTest): Amount {
  return amount.kind === 'measure' ? { ...amount, rows: inRows(amount.rows, replace) } : amount;
}

function inRows(rows: Rows, replace: (test: ValueTest) => ValueTest): Rows {
  const parameters = rows.parameters.map(({ name, test }) => ({
    name,
    test: isValueTest(test) ? replace(test) : test,
  }));
  return { ...rows, parameters };
}

/** The same tree with every amount replaced, parts before wholes, those that a test compares with too. */
export function rewriteAmounts(condition: Condition, replace: (amount: Amount) => Amount): Condition {
  const deep = (amount: Amount): Amount =>
    amount.kind === 'calculation'
      ? replace({ ...amount, left: deep(amount.left), right: deep(amount.right) })
      : replace(amount);
  return rewriteConditions(rewriteLiterals(condition, deep), (part) =>
    part.kind === 'test' ? { ...part, amount: deep(part.amount) } : part,
  );
}

/** The same tree with every amount replaced that a value is compared to. */
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

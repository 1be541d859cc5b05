import type { Measure } from '../tree/amount.js';
import type { TestedAmount } from '../tree/condition.js';
import { amountsOf, valuesOf } from '../tree/walk.js';
import type { AmountType } from './check-amount.js';
import type { Checking } from './checking.js';
import { familyOf, TYPE_NAMES } from './value-types.js';

const HINT = 'Write sum_amount OF orders_placed (date >= -90d) DOWN BY 50%.';

/** Checks that a measure has a window in days that another of the same length comes before. */
export function checkTrend(node: TestedAmount, measure: Measure, of: AmountType, { findings }: Checking): void {
  if (familyOf(of.type) !== 'number' && of.type !== 'any') {
    const message = `A trend is of a number, and ${measure.name} is ${TYPE_NAMES[of.type]}`;
    findings.add('bad-trend', node, 'operator', message, HINT);
    return;
  }
  const date = measure.rows.parameters.find(({ name }) => name === 'date');
  if (date === undefined) {
    findings.add('bad-trend', node, 'operator', 'A trend needs a date that says which window it compares', HINT);
    return;
  }
  const { test } = date;
  const isWindow = test.kind === 'between' || (test.kind === 'comparison' && ['=', '>=', '>'].includes(test.operator));
  if (!isWindow) {
    findings.add('bad-trend', date, 'operator', 'The window of a trend is written with =, >=, > or BETWEEN', HINT);
    return;
  }
  for (const amount of valuesOf(test).flatMap((value) => [...amountsOf(value)])) {
    const isOther = amount.kind === 'attribute' || amount.kind === 'measure';
    const isMoment = amount.kind === 'moment' || amount.kind === 'datetime';
    const isElapsed = amount.kind === 'duration' && (amount.unit === 'h' || amount.unit === 'min');
    if (isOther) {
      findings.add('bad-trend', amount, 'whole', 'The window of a trend is the same for everybody', HINT);
    } else if (isMoment || isElapsed) {
      findings.add('bad-trend', amount, 'whole', 'The window of a trend is counted in whole days', HINT);
    }
  }
}

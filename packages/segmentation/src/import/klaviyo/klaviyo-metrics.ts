import type { Duration } from '../../tree/amount.js';
import type { Condition, Step } from '../../tree/condition.js';
import type { Parameter, Rows } from '../../tree/rows.js';
import type { Carrier } from '../carrier.js';
import { LeftOut } from '../left-out.js';
import { dateTest, numericTest, testOf } from './klaviyo-filters.js';
import type { KlaviyoDate, KlaviyoNumeric, Of } from './klaviyo-schema.js';

/** What someone did, or did not: how often, or for how much. */
export function ofMetric(condition: Of<'profile-metric'>, carrier: Carrier): Condition | LeftOut {
  const rows = rowsOf(condition, carrier, condition.timeframe_filter ?? undefined);
  if (rows instanceof LeftOut) return rows;
  if (condition.measurement === 'count') return counted(rows, condition.measurement_filter);
  if (condition.measurement !== 'sum') {
    return new LeftOut(`The measurement ${condition.measurement} is not known`, ['measurement']);
  }
  const of = carrier.parameter('$value', rows);
  if (of instanceof LeftOut) return of;
  const test = numericTest(condition.measurement_filter);
  if (test instanceof LeftOut) return test.within('measurement_filter');
  const name = of.startsWith('property.') ? of.replace('property.', 'sum.') : `sum_${of}`;
  return matching({ ...rows, parameters: [...rows.parameters, { name, test }] });
}

/** Once or more needs no count, and never is the complement of that. */
function counted(rows: Rows, { operator, value }: KlaviyoNumeric): Condition | LeftOut {
  const asked = `${operator} ${value}`;
  if (['greater-than 0', 'greater-than-or-equal 1'].includes(asked)) return matching(rows);
  if (['equals 0', 'less-than 1', 'less-than-or-equal 0'].includes(asked)) return matching(rows, true);
  const test = numericTest({ operator, value });
  if (test instanceof LeftOut) return test.within('measurement_filter');
  return matching({ ...rows, parameters: [...rows.parameters, { name: 'count', test }] });
}

const WINDOWS: ReadonlyMap<string, Duration> = new Map(
  (
    [
      ['HOURS_1', 1, 'h'],
      ['DAYS_1', 1, 'd'],
      ['DAYS_3', 3, 'd'],
      ['DAYS_5', 5, 'd'],
      ['WEEKS_1', 1, 'w'],
      ['DAYS_30', 30, 'd'],
      ['DAYS_90', 90, 'd'],
      ['DAYS_180', 180, 'd'],
      ['YEARS_1', 1, 'y'],
    ] as const
  ).map(([name, amount, unit]) => [name, { kind: 'duration', amount, unit }]),
);

/** One after the other. */
export function ofFunnel(condition: Of<'profile-metric-funnel'>, carrier: Carrier): Condition | LeftOut {
  const { steps, completion_window_seconds: window, timeframe_filter: timeframe } = condition;
  if (steps[0]?.metric_exists !== true) return new LeftOut('A sequence begins with what was done', ['steps', 0]);
  const within = typeof window === 'string' ? WINDOWS.get(window) : null;
  if (within === undefined) return new LeftOut(`The window ${window} is not known`, ['completion_window_seconds']);
  if (within !== null && steps.length > 2) {
    const why = 'A sequence of more than two steps has no time for all of them together, only from one to the next';
    return new LeftOut(why, ['completion_window_seconds']);
  }
  if (within !== null && within.unit !== 'h') {
    carrier.note('The time between the steps ends with a whole day here, and to the second there.');
  }
  carrier.note('The timeframe is read as the time of the first step.');
  const carried: Step[] = [];
  for (const [index, step] of steps.entries()) {
    const rows = rowsOf(step, carrier, index === 0 ? timeframe : undefined);
    if (rows instanceof LeftOut) return rows.within('steps', index);
    carried.push({ rows, negated: !step.metric_exists, within: index === 0 ? null : within });
  }
  return { kind: 'sequence', steps: carried };
}

function rowsOf(
  { metric_id: metric, metric_filters: filters }: Pick<Of<'profile-metric'>, 'metric_id' | 'metric_filters'>,
  carrier: Carrier,
  timeframe: KlaviyoDate | undefined,
): Rows | LeftOut {
  const rows = carrier.rows(metric);
  if (rows instanceof LeftOut) return rows.within('metric_id');
  const parameters: Parameter[] = [...rows.parameters];
  const date = timeframe && dateTest(timeframe, carrier, true);
  if (date instanceof LeftOut) return date.within('timeframe_filter');
  if (date !== undefined) parameters.push({ name: 'date', test: date });
  for (const [index, { property, filter }] of filters.entries()) {
    const name = carrier.parameter(property, rows);
    if (name instanceof LeftOut) return name.within('metric_filters', index, 'property');
    const test = testOf(filter, carrier);
    if (test instanceof LeftOut) return test.within('metric_filters', index, 'filter');
    if (test.kind === 'contains' && test.negated) {
      carrier.note(`Rows without ${property} count here, and do not there.`);
    }
    parameters.push({ name, test });
  }
  return { name: rows.name, parameters };
}

function matching(rows: Rows, negated = false): Condition {
  return { kind: 'match', rows, negated };
}

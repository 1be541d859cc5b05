import {
  addToDay,
  type Decimal,
  dayOf,
  fromMillionths,
  instant,
  instantOfMs,
  msOfInstant,
  parseDay,
  subtractDecimals,
  timeZone,
  toMillionths,
  ZERO,
} from '@clientele/model';
import {
  type Calculation,
  type ComparisonOperator,
  type CompileContext,
  type Condition,
  LANGUAGE,
  type Measure,
  measureNamed,
  type Parameter,
  type Rows,
  rowsNamed,
  type Step,
  type TestedAmount,
} from '@clientele/segmentation';
import { TRAITS } from './cells.js';
import type { Fault } from './fault.js';
import { rewriteAmounts, rewriteConditions, rewriteLiterals, rewriteTests } from './rewrite.js';

const MS_PER_DAY = 86_400_000;
const UTC = timeZone('UTC');
const isMeasure = (name: string, rows: string): boolean => {
  const known = rowsNamed(rows, LANGUAGE);
  return known !== undefined && measureNamed(name, known) !== undefined;
};
const NEGATED: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '=': '!=',
  '!=': '=',
  '>': '<=',
  '>=': '<',
  '<': '>=',
  '<=': '>',
};

const negated = (test: Parameter['test']): Parameter['test'] => {
  if (test.kind === 'comparison') return { ...test, operator: NEGATED[test.operator] };
  return test.kind === 'in' ? { ...test, negated: !test.negated } : test;
};
const isThere = (part: TestedAmount): Condition => ({ ...part, test: { kind: 'presence', present: true } });
const swapped = (from: ComparisonOperator, to: ComparisonOperator) => (condition: Condition) =>
  rewriteTests(condition, (test) =>
    test.kind === 'comparison' && test.operator === from ? { ...test, operator: to } : test,
  );
const measures = (replace: (measure: Measure) => Measure) => (condition: Condition) =>
  rewriteAmounts(condition, (amount) => (amount.kind === 'measure' ? replace(amount) : amount));
const calculations = (replace: (calculation: Calculation) => Calculation) => (condition: Condition) =>
  rewriteAmounts(condition, (amount) => (amount.kind === 'calculation' ? replace(amount) : amount));
const each = (replace: (part: Condition) => Condition) => (condition: Condition) =>
  rewriteConditions(condition, replace);

const steps = (replace: (step: Step) => Step) =>
  each((part) => (part.kind === 'sequence' ? { ...part, steps: part.steps.map(replace) } : part));

/** Mistakes that a compiler, or whoever feeds it, could make; each must be seen by the comparison. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'today is off by one day',
    context: (context) => ({ ...context, now: instantOfMs(msOfInstant(context.now) + MS_PER_DAY) }),
  },
  {
    name: 'a day literal is off by one day',
    condition: (condition) =>
      rewriteLiterals(condition, (literal) =>
        literal.kind === 'day' ? { ...literal, day: addToDay(literal.day, -1, 'd') } : literal,
      ),
  },
  { name: '< for <=', condition: swapped('<=', '<') },
  { name: '>= for >', condition: swapped('>', '>=') },
  {
    name: 'a comparison with an absent value is unknown under NOT',
    condition: each((part) =>
      part.kind === 'not' && part.condition.kind === 'test' && part.condition.test.kind === 'comparison'
        ? { kind: 'and', conditions: [part, isThere(part.condition)] }
        : part,
    ),
  },
  {
    name: '!= keeps absent values',
    condition: each((part) =>
      part.kind === 'test' && part.test.kind === 'comparison' && part.test.operator === '!='
        ? { kind: 'not', condition: { ...part, test: { ...part.test, operator: '=' } } }
        : part,
    ),
  },
  {
    name: 'NOT IN keeps absent values',
    condition: each((part) =>
      part.kind === 'test' && part.test.kind === 'in' && part.test.negated
        ? { kind: 'not', condition: { ...part, test: { ...part.test, negated: false } } }
        : part,
    ),
  },
  {
    name: 'NOT CONTAINS drops absent lists',
    condition: each((part) =>
      part.kind === 'test' && part.test.kind === 'contains' && part.test.negated
        ? { kind: 'and', conditions: [part, isThere(part)] }
        : part,
    ),
  },
  {
    name: 'BETWEEN leaves out its end',
    condition: each((part) =>
      part.kind === 'test' && part.test.kind === 'between'
        ? {
            kind: 'and',
            conditions: [
              { ...part, test: { kind: 'comparison', operator: '>=', value: part.test.from } },
              { ...part, test: { kind: 'comparison', operator: '<', value: part.test.to } },
            ],
          }
        : part,
    ),
  },
  {
    name: 'NOT MATCHES asks for another order or line instead of none',
    condition: each((part) =>
      part.kind === 'match' && part.negated && !part.rows.parameters.some(({ name }) => isMeasure(name, part.rows.name))
        ? {
            ...part,
            negated: false,
            rows: {
              ...part.rows,
              parameters: part.rows.parameters.map(({ name, test }) => ({ name, test: negated(test) })),
            },
          }
        : part,
    ),
  },
  {
    name: 'lines are counted instead of orders',
    condition: each((part) =>
      part.kind === 'match' && part.rows.parameters.every(({ name }) => name === 'date' || name === 'count')
        ? { ...part, rows: { ...part.rows, name: 'products_purchased' } }
        : part,
    ),
  },
  {
    name: 'totals are taken before the filters',
    condition: each((part) =>
      part.kind === 'match' && part.rows.parameters.some(({ name }) => isMeasure(name, part.rows.name))
        ? {
            ...part,
            rows: {
              ...part.rows,
              parameters: part.rows.parameters.filter(({ name }) => isMeasure(name, part.rows.name)),
            },
          }
        : part,
    ),
  },
  {
    name: 'a share is of all rows, whenever they were',
    condition: each((part) => {
      const share = measures((measure) => {
        const parameters = measure.rows.parameters.filter(({ name }) => name !== 'date');
        return measure.name.startsWith('share_of') ? { ...measure, rows: { ...measure.rows, parameters } } : measure;
      });
      return part.kind === 'test' && part.test.kind !== 'trend' ? share(part) : part;
    }),
  },
  {
    name: 'usual is what came last',
    condition: measures((measure) => ({ ...measure, name: measure.name.replace('usual_', 'last_') })),
  },
  {
    name: 'average is of the least and the most',
    condition: measures((measure) => ({ ...measure, name: measure.name.replace('average_', 'max_') })),
  },
  {
    name: 'a difference is taken the other way round',
    condition: calculations((each) =>
      each.operator === '-' && each.right.kind !== 'duration' ? { ...each, left: each.right, right: each.left } : each,
    ),
  },
  {
    name: 'a quotient is a product',
    condition: calculations((each) => (each.operator === '/' ? { ...each, operator: '*' } : each)),
  },
  {
    name: 'a date is moved by a day less',
    condition: calculations((each) =>
      each.right.kind === 'duration' && each.right.unit === 'd' && each.right.amount > 0
        ? { ...each, right: { ...each.right, amount: each.right.amount - 1 } }
        : each,
    ),
  },
  {
    name: 'an hour is a day',
    condition: calculations((each) =>
      each.right.kind === 'duration' && each.right.unit === 'h'
        ? { ...each, right: { ...each.right, unit: 'd' } }
        : each,
    ),
  },
  {
    name: 'a moment is taken for its day',
    condition: (condition) =>
      rewriteLiterals(condition, (literal) =>
        literal.kind === 'moment' && literal.unit === 'h'
          ? { kind: 'offset', amount: Math.round(literal.amount / 24) || 0, unit: 'd' }
          : literal,
      ),
  },
  {
    name: 'the window of a trend begins a day late',
    condition: each((part) =>
      part.kind === 'test' && part.test.kind === 'trend'
        ? rewriteTests(part, (test) =>
            test.kind === 'between' && test.from.kind === 'day'
              ? { ...test, from: { ...test.from, day: addToDay(test.from.day, 1, 'd') } }
              : test,
          )
        : part,
    ),
  },
  {
    name: 'a trend looks at its window alone',
    condition: each((part) =>
      part.kind === 'test' && part.test.kind === 'trend'
        ? {
            ...part,
            test: {
              kind: 'comparison',
              operator: part.test.direction === 'up' ? '>' : '<=',
              value: { kind: 'number', digits: '0' },
            },
          }
        : part,
    ),
  },
  {
    name: 'what tags a product has is not looked at',
    condition: (condition) =>
      rewriteConditions(condition, (part) =>
        part.kind === 'match'
          ? { ...part, rows: { ...part.rows, parameters: part.rows.parameters.filter(({ name }) => name !== 'tag') } }
          : part,
      ),
  },
  {
    name: 'a part of a text is taken for the whole',
    condition: each((part) =>
      part.kind === 'test' &&
      part.test.kind === 'contains' &&
      part.amount.kind === 'attribute' &&
      TRAITS.text.includes(part.amount.name)
        ? { ...part, test: { ...part.test, kind: 'comparison', operator: part.test.negated ? '!=' : '=' } }
        : part,
    ),
  },
  {
    name: 'a month is thirty days',
    condition: (condition) =>
      rewriteLiterals(condition, (literal) =>
        literal.kind === 'offset' && literal.unit === 'm'
          ? { ...literal, amount: 30 * literal.amount, unit: 'd' }
          : literal,
      ),
  },
  {
    name: 'an anniversary is the date itself',
    condition: each((part) =>
      part.kind === 'test' && part.amount.kind === 'anniversary'
        ? { ...part, amount: { kind: 'attribute', name: part.amount.attribute } }
        : part,
    ),
  },
  {
    name: 'events are of any channel',
    condition: each((part) =>
      part.kind === 'match' && part.rows.name === 'storefront.product_viewed'
        ? { ...part, rows: { ...part.rows, name: 'events.product_viewed' } }
        : part,
    ),
  },
  {
    name: 'a custom attribute has the value that is stated elsewhere under its name',
    condition: each((part) =>
      part.kind === 'test' && part.amount.kind === 'attribute' && part.amount.name.startsWith('attributes.')
        ? { ...part, amount: { ...part.amount, name: part.amount.name.replace('attributes.', 'metafields.facts.') } }
        : part,
    ),
  },
  {
    name: 'miles are taken for kilometres',
    condition: each((part) =>
      part.kind === 'match' && part.rows.name === 'customer_within_distance'
        ? {
            ...part,
            rows: {
              ...part.rows,
              parameters: part.rows.parameters.map(({ name, test }) => ({
                name: name === 'distance_mi' ? 'distance_km' : name,
                test,
              })),
            },
          }
        : part,
    ),
  },
  {
    name: 'a distance is not rounded to the metre',
    condition: (condition) =>
      rewriteLiterals(condition, (literal) =>
        literal.kind === 'number' && literal.digits === '0.001' ? { ...literal, digits: '0' } : literal,
      ),
  },
  {
    name: 'a property is looked for under another name',
    condition: each((part) => {
      const other = (rows: Rows): Rows => ({
        ...rows,
        parameters: rows.parameters.map(({ name, test }) => ({
          name: name === 'property.value' ? 'property.Value' : name,
          test,
        })),
      });
      if (part.kind === 'match') return { ...part, rows: other(part.rows) };
      if (part.kind !== 'test' || part.amount.kind !== 'measure') return part;
      return { ...part, amount: { ...part.amount, rows: other(part.amount.rows) } };
    }),
  },
  { name: 'WITHIN is for ever', condition: steps(({ within, ...step }) => ({ ...step, within: null })) },
  {
    name: 'WITHIN of days ends a day early',
    condition: steps(({ within, ...step }) => ({
      ...step,
      within: within?.unit === 'd' && within.amount > 0 ? { ...within, amount: within.amount - 1 } : within,
    })),
  },
  {
    name: 'a NOT in a sequence looks beyond its time',
    condition: steps((step) => (step.negated ? { ...step, within: null } : step)),
  },
  {
    name: 'a date with a time is taken for its day',
    condition: (condition) =>
      rewriteLiterals(condition, (literal) =>
        literal.kind === 'datetime' ? { kind: 'day', day: dayOf(instant(`${literal.local}Z`), UTC) } : literal,
      ),
  },
  {
    name: 'times are read in UTC',
    context: (context) => ({ ...context, timeZone: UTC }),
  },
  {
    name: 'days are days of UTC',
    order: (row) => ({ ...row, day: dayOf(instant(`${row.at.replace(' ', 'T')}Z`), UTC) }),
  },
  {
    name: 'whoever was excluded was added',
    condition: each((part) => (part.kind === 'listed' ? { ...part, as: 'added' } : part)),
  },
  {
    name: 'the list of another segment is looked at',
    condition: each((part) => (part.kind === 'listed' ? { ...part, handle: 'first' } : part)),
  },
  {
    name: 'all shops hold out the same people',
    context: ({ holdOut, ...context }) => ({ ...context, ...(holdOut && { holdOut: { ...holdOut, salt: 'salt' } }) }),
  },
  { name: 'cancelled orders and trials count', order: (row) => ({ ...row, counted: true }) },
  {
    name: 'refunds are taken off the amount',
    order: (row) => ({
      ...row,
      total: row.total === null || row.refunded === null ? row.total : subtractDecimals(row.total, row.refunded),
    }),
  },
  { name: 'an order without a rate has an amount of zero', order: (row) => ({ ...row, total: row.total ?? ZERO }) },
  {
    name: 'ties at a cut-off are cut off',
    context: (context) => ({ ...context, cutoffs: moved(context.cutoffs, 'top/', 1) }),
  },
  {
    name: 'a score is the number of cut-offs that the value reaches',
    context: (context) => ({ ...context, cutoffs: moved(context.cutoffs, 'rfm/', -1) }),
  },
];

/** Cut-offs of one kind moved up or down by the smallest step there is: a day, a whole number, a millionth. */
function moved(cutoffs: CompileContext['cutoffs'], kind: string, direction: 1 | -1): CompileContext['cutoffs'] {
  const move = (value: string, isWhole: boolean): string => {
    const asDay = parseDay(value);
    if (asDay !== undefined) return addToDay(asDay, direction, 'd');
    if (value.includes('/')) return value;
    return fromMillionths(toMillionths(value as Decimal) + BigInt(direction) * (isWhole ? 1_000_000n : 1n));
  };
  return new Map(
    [...cutoffs].map(([key, values]) => {
      const isWhole = TRAITS.integer.includes(key.split('/')[1] ?? '');
      return [key, key.startsWith(kind) ? values.map((value) => move(value, isWhole)) : values];
    }),
  );
}

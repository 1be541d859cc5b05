import { type Day, dayOfNumber, type LocalDateTime } from '@clientele/model';
import fc from 'fast-check';
import { type Amount, CALCULATION_OPERATORS, type Duration, type Measure } from '../tree/amount.js';
import type { Condition, Step } from '../tree/condition.js';
import type { Literal } from '../tree/literal.js';
import { quotedText } from '../tree/name.js';
import type { Parameter, Rows } from '../tree/rows.js';
import { COMPARISON_OPERATORS, type Test, type ValueTest } from '../tree/test.js';
import { KEYWORDS } from './token.js';

const RESERVED: readonly string[] = [
  ...KEYWORDS.map((keyword) => keyword.toLowerCase()),
  ...[
    'true',
    'false',
    'today',
    'yesterday',
    'in_segment',
    'in_sample',
    'in_hold_out',
    'added_to',
    'excluded_from',
    'anniversary',
    'coordinates',
  ],
];

const anyDay: fc.Arbitrary<Day> = fc.integer({ min: -25_567, max: 120_529 }).map(dayOfNumber);
const text = fc
  .oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom("'", '\\', '\n', ' ', 'a') }))
  .filter((value) => !value.includes('\0'));
const name = fc.oneof(
  fc
    .stringMatching(/^[a-z][a-z0-9_]{0,11}(\.[a-zA-Z0-9_-]{1,4}){0,2}$/)
    .filter((word) => !RESERVED.includes(word) && !/^(customer\.metafields|storefront_event)\./.test(word)),
  fc.tuple(fc.constantFrom('events', 'events.x'), text).map(([first, part]) => `${first}.${quotedText(part)}`),
  text.filter((part) => !/^[A-Za-z0-9_-]+$/.test(part)).map((part) => `attributes.${quotedText(part)}`),
);
const duration: fc.Arbitrary<Duration> = fc.record({
  kind: fc.constant('duration'),
  amount: fc.nat(99_999),
  unit: fc.constantFrom('d', 'w', 'm', 'y', 'h', 'min'),
});

const literal: fc.Arbitrary<Literal> = fc.oneof(
  text.map((value): Literal => ({ kind: 'text', value })),
  fc.stringMatching(/^[+-]?[0-9]{1,14}(\.[0-9]{1,8})?$/).map((digits): Literal => ({ kind: 'number', digits })),
  fc.boolean().map((value): Literal => ({ kind: 'boolean', value })),
  anyDay.map((value): Literal => ({ kind: 'day', day: value })),
  fc.tuple(anyDay, fc.nat(86_399)).map(([date, second]): Literal => {
    const time = new Date(second * 1000).toISOString().slice(11, 19);
    return { kind: 'datetime', local: `${date}T${time}` as LocalDateTime };
  }),
  fc
    .tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.constantFrom('d', 'w', 'm', 'y'))
    .map(([amount, unit]): Literal => ({ kind: 'offset', amount, unit })),
  fc
    .tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.constantFrom('h', 'min'))
    .map(([amount, unit]): Literal => ({ kind: 'moment', amount, unit })),
  fc.constantFrom('today', 'yesterday').map((named): Literal => ({ kind: 'named-day', name: named })),
);
const percent = fc.constantFrom('0.000001', '0.5', '1', '33.333333', '100');
const digits = fc.stringMatching(/^-?[0-9]{1,3}(\.[0-9]{1,6})?$/);

interface Kinds {
  readonly amount: Amount;
  readonly measure: Measure;
  readonly rows: Rows;
  readonly test: ValueTest;
  readonly condition: Condition;
}

const presence: fc.Arbitrary<Test> = fc.record({ kind: fc.constant('presence'), present: fc.boolean() });
const percentile: fc.Arbitrary<Test> = fc.record({
  kind: fc.constant('percentile'),
  side: fc.constantFrom('top', 'bottom'),
  percent,
});
const contains = fc.record({ kind: fc.constant('contains' as const), value: literal, negated: fc.boolean() });
const coordinates: fc.Arbitrary<Parameter> = fc
  .record({ kind: fc.constant('coordinates' as const), latitude: digits, longitude: digits })
  .map((value) => ({ name: 'coordinates', test: { kind: 'comparison', operator: '=', value } }));

const kinds = fc.letrec((tie: fc.LetrecTypedTie<Kinds>): fc.LetrecValue<Kinds> => {
  const amount = tie('amount');
  const values = fc.array(amount, { minLength: 1, maxLength: 3 });
  const attribute = name.map((each) => ({ kind: 'attribute' as const, name: each }));
  const parameter: fc.Arbitrary<Parameter> = fc.oneof(
    fc.record({ name, test: fc.oneof(tie('test'), contains, presence as fc.Arbitrary<Parameter['test']>) }),
    coordinates,
  );
  const step: fc.Arbitrary<Step> = fc.record({
    rows: tie('rows'),
    negated: fc.boolean(),
    within: fc.option(duration),
  });
  const condition = tie('condition');
  const tested = (of: fc.Arbitrary<Amount>, test: fc.Arbitrary<Test>): fc.Arbitrary<Condition> =>
    fc.record({ kind: fc.constant('test'), amount: of, test });
  return {
    amount: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      literal,
      attribute,
      duration,
      tie('measure'),
      fc.record({
        kind: fc.constant('calculation' as const),
        operator: fc.constantFrom(...CALCULATION_OPERATORS),
        left: amount,
        right: amount,
      }),
    ),
    measure: fc.record({ kind: fc.constant('measure'), name, rows: tie('rows') }),
    rows: fc.record({ name, parameters: fc.array(parameter, { maxLength: 3, depthIdentifier: 'rows' }) }),
    test: fc.oneof(
      fc.record({
        kind: fc.constant('comparison' as const),
        operator: fc.constantFrom(...COMPARISON_OPERATORS),
        value: amount,
      }),
      fc.record({ kind: fc.constant('between' as const), from: amount, to: amount }),
      fc.record({ kind: fc.constant('in' as const), values, negated: fc.boolean() }),
    ),
    condition: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      tested(amount, fc.oneof(tie('test'), tie('test'), presence, percentile)),
      tested(attribute, contains),
      tested(
        name.map((attribute) => ({ kind: 'anniversary', attribute })),
        tie('test'),
      ),
      tested(
        tie('measure'),
        fc.oneof(
          fc.record({ kind: fc.constant('trend' as const), direction: fc.constant('down' as const), percent }),
          fc.constant({ kind: 'trend' as const, direction: 'up' as const, percent: '250' }),
        ),
      ),
      fc.record({ kind: fc.constant('match' as const), rows: tie('rows'), negated: fc.boolean() }),
      fc.record({
        kind: fc.constant('sequence' as const),
        steps: fc.array(step, { minLength: 1, maxLength: 3 }),
      }),
      text.map((handle): Condition => ({ kind: 'segment', handle })),
      fc.record({
        kind: fc.constant('listed' as const),
        as: fc.constantFrom('added' as const, 'excluded' as const),
        handle: text,
      }),
      fc.record({ kind: fc.constant('sample' as const), percent, seed: text }),
      fc.constant<Condition>({ kind: 'hold-out' }),
      condition.map((part): Condition => ({ kind: 'not', condition: part })),
      joined('and', condition),
      joined('or', condition),
    ),
  };
});

/** Any condition that the grammar can express: no AND stands directly in an AND, no OR in an OR. */
export const anyCondition: fc.Arbitrary<Condition> = kinds.condition;

function joined(kind: 'and' | 'or', part: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> {
  return fc.array(part, { minLength: 2, maxLength: 4 }).map(
    (parts): Condition => ({
      kind,
      conditions: parts.flatMap((each) => (each.kind === kind ? each.conditions : [each])),
    }),
  );
}

import { type Day, dayOfNumber, type LocalDateTime } from '@clientele/model';
import fc from 'fast-check';
import { COMPARISON_OPERATORS, type Condition, type Parameter, type ParameterTest } from '../tree/condition.js';
import type { Literal } from '../tree/literal.js';

const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,11}(\.[a-z]{1,4})?$/).filter((text) => {
  const reserved =
    /^(and|or|not|between|is|null|contains|in|top|bottom|matches|true|false|today|yesterday|in_segment)$/;
  return !reserved.test(text);
});

const anyDay: fc.Arbitrary<Day> = fc.integer({ min: -25_567, max: 120_529 }).map(dayOfNumber);
const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom("'", '\\', '\n', ' ', 'a') }));

const literal: fc.Arbitrary<Literal> = fc.oneof(
  text.filter((value) => !value.includes('\0')).map((value): Literal => ({ kind: 'text', value })),
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
  fc.constantFrom('today', 'yesterday').map((named): Literal => ({ kind: 'named-day', name: named })),
);

const values = fc.array(literal, { minLength: 1, maxLength: 4 });
const test: fc.Arbitrary<ParameterTest> = fc.oneof(
  fc.record({ kind: fc.constant('comparison'), operator: fc.constantFrom(...COMPARISON_OPERATORS), value: literal }),
  fc.record({ kind: fc.constant('between'), from: literal, to: literal }),
  fc.record({ kind: fc.constant('in'), values, negated: fc.boolean() }),
);
const parameter: fc.Arbitrary<Parameter> = fc.record({ name, test });

const clause: fc.Arbitrary<Condition> = fc.oneof(
  fc.tuple(name, test).map(([attribute, of]): Condition => ({ ...of, attribute })),
  fc.record({ kind: fc.constant('presence'), attribute: name, present: fc.boolean() }),
  fc.record({ kind: fc.constant('contains'), attribute: name, value: literal, negated: fc.boolean() }),
  fc.record({
    kind: fc.constant('percentile'),
    attribute: name,
    side: fc.constantFrom('top', 'bottom'),
    percent: fc.constantFrom('0.000001', '0.5', '1', '33.333333', '100'),
  }),
  text.filter((value) => !value.includes('\0')).map((handle): Condition => ({ kind: 'segment', handle })),
  fc.record({
    kind: fc.constant('function'),
    name,
    parameters: fc.array(parameter, { maxLength: 4 }),
    negated: fc.boolean(),
  }),
);

/** Any condition that the grammar can express: no AND stands directly in an AND, no OR in an OR. */
export const anyCondition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    clause,
    tie('condition').map((condition): Condition => ({ kind: 'not', condition })),
    joined('and', tie('condition')),
    joined('or', tie('condition')),
  ),
})).condition;

function joined(kind: 'and' | 'or', part: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> {
  return fc.array(part, { minLength: 2, maxLength: 4 }).map(
    (parts): Condition => ({
      kind,
      conditions: parts.flatMap((each) => (each.kind === kind ? each.conditions : [each])),
    }),
  );
}

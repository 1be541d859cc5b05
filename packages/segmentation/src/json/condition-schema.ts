import { parseDay, parseLocalDateTime } from '@clientele/model';
import { z } from 'zod';
import { MAX_OFFSET } from '../text/limits.js';
import { type Amount, type AttributeAmount, CALCULATION_OPERATORS, type Duration } from '../tree/amount.js';
import type { Condition } from '../tree/condition.js';
import type { Literal } from '../tree/literal.js';
import { canonicalName } from '../tree/name.js';
import type { Rows } from '../tree/rows.js';
import { COMPARISON_OPERATORS } from '../tree/test.js';

// What a shape alone cannot say (a trend stands after a measure alone …) is found by writing the condition as text.

const name = z.string().refine((text) => canonicalName(text) === text, {
  error: "is no name: write number_of_orders, metafields.custom.tier or attributes.'Shoe size'",
});
const digits = z
  .string()
  .regex(/^[+-]?\d+(\.\d+)?$/, { error: 'is no number: write its digits as text, such as "12.50"' });
const percent = z
  .string()
  .regex(/^\d+(\.\d+)?$/, { error: 'is no percentage: write its digits as text, such as "10"' });
const amount = z.int().min(-MAX_OFFSET).max(MAX_OFFSET);

const day = z.string().transform((text, context) => {
  const read = parseDay(text);
  if (read !== undefined) return read;
  context.addIssue({ code: 'custom', message: 'is no day: write 2024-05-01' });
  return z.NEVER;
});
const local = z.string().transform((text, context) => {
  const read = parseLocalDateTime(text);
  if (read !== undefined) return read;
  context.addIssue({ code: 'custom', message: 'is no date with a time: write 2024-05-01T18:30:00' });
  return z.NEVER;
});

const literals = [
  z.strictObject({ kind: z.literal('text'), value: z.string() }),
  z.strictObject({ kind: z.literal('number'), digits }),
  z.strictObject({ kind: z.literal('boolean'), value: z.boolean() }),
  z.strictObject({ kind: z.literal('day'), day }),
  z.strictObject({ kind: z.literal('datetime'), local }),
  z.strictObject({ kind: z.literal('offset'), amount, unit: z.enum(['d', 'w', 'm', 'y']) }),
  z.strictObject({ kind: z.literal('moment'), amount, unit: z.enum(['h', 'min']) }),
  z.strictObject({ kind: z.literal('named-day'), name: z.enum(['today', 'yesterday']) }),
  z.strictObject({ kind: z.literal('coordinates'), latitude: digits, longitude: digits }),
] as const;
const literal: z.ZodType<Literal> = z.discriminatedUnion('kind', literals);

const duration = z.strictObject({
  kind: z.literal('duration'),
  amount: z.int().min(0).max(MAX_OFFSET),
  unit: z.enum(['d', 'w', 'm', 'y', 'h', 'min']),
}) satisfies z.ZodType<Duration>;
const attribute = z.strictObject({ kind: z.literal('attribute'), name }) satisfies z.ZodType<AttributeAmount>;

const anyAmount: z.ZodType<Amount> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    ...literals,
    duration,
    attribute,
    z.strictObject({ kind: z.literal('measure'), name, rows }),
    z.strictObject({
      kind: z.literal('calculation'),
      operator: z.enum(CALCULATION_OPERATORS),
      left: anyAmount,
      right: anyAmount,
    }),
    z.strictObject({ kind: z.literal('anniversary'), attribute: name }),
  ]),
);

const parameterTests = [
  z.strictObject({ kind: z.literal('comparison'), operator: z.enum(COMPARISON_OPERATORS), value: anyAmount }),
  z.strictObject({ kind: z.literal('between'), from: anyAmount, to: anyAmount }),
  z.strictObject({ kind: z.literal('in'), values: z.array(anyAmount).min(1), negated: z.boolean() }),
  z.strictObject({ kind: z.literal('presence'), present: z.boolean() }),
  z.strictObject({ kind: z.literal('contains'), value: literal, negated: z.boolean() }),
] as const;
const parameter = z.strictObject({ name, test: z.discriminatedUnion('kind', parameterTests) });
const rows: z.ZodType<Rows> = z.lazy(() => z.strictObject({ name, parameters: z.array(parameter) }));
const test = z.discriminatedUnion('kind', [
  ...parameterTests,
  z.strictObject({ kind: z.literal('percentile'), side: z.enum(['top', 'bottom']), percent }),
  z.strictObject({ kind: z.literal('trend'), direction: z.enum(['up', 'down']), percent }),
]);

/** The shape of a condition in JSON: that of the tree. */
export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('and'), conditions: z.array(conditionSchema).min(2) }),
    z.strictObject({ kind: z.literal('or'), conditions: z.array(conditionSchema).min(2) }),
    z.strictObject({ kind: z.literal('not'), condition: conditionSchema }),
    z.strictObject({ kind: z.literal('test'), amount: anyAmount, test }),
    z.strictObject({ kind: z.literal('match'), rows, negated: z.boolean() }),
    z.strictObject({
      kind: z.literal('sequence'),
      steps: z.array(z.strictObject({ rows, negated: z.boolean(), within: duration.nullable() })).min(1),
    }),
    z.strictObject({ kind: z.literal('segment'), handle: z.string() }),
    z.strictObject({ kind: z.literal('listed'), as: z.enum(['added', 'excluded']), handle: z.string() }),
    z.strictObject({ kind: z.literal('sample'), percent, seed: z.string() }),
    z.strictObject({ kind: z.literal('hold-out') }),
  ]),
);

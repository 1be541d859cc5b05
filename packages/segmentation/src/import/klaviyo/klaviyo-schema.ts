import { parseInstant } from '@clientele/model';
import { z } from 'zod';
import { byKind, plainNumber } from '../by-kind.js';

// The shapes of Klaviyo's Segments API (revisions 2024-10-15 and later). Operators stay open: one that is new there is
// reported, not refused.

const moment = z.string().transform((text, context) => {
  const at = parseInstant(text) ?? parseInstant(`${text}Z`) ?? parseInstant(`${text}T00:00:00Z`);
  if (at !== undefined) return at;
  context.addIssue({ code: 'custom', message: 'is no date, such as 2024-05-01T00:00:00+00:00' });
  return z.NEVER;
});
const operator = z.string();
const quantity = z.int().min(0);

const ofDate = <Operator extends string>(operator: Operator) => ({
  type: z.literal('date'),
  operator: z.literal(operator),
});
const absolute = <Operator extends string>(operator: Operator) => z.object({ ...ofDate(operator), date: moment });
const relative = <Operator extends string>(operator: Operator) =>
  z.object({ ...ofDate(operator), quantity, unit: z.string() });

const date = byKind('operator', {
  after: absolute('after'),
  before: absolute('before'),
  'between-static': z.object({ ...ofDate('between-static'), start: moment, end: moment }),
  between: z.object({ ...ofDate('between'), start: quantity, end: quantity, unit: z.string() }),
  'in-the-last': relative('in-the-last'),
  'in-the-next': relative('in-the-next'),
  'at-least': relative('at-least'),
  'anniversary-last': relative('anniversary-last'),
  'anniversary-next': relative('anniversary-next'),
  alltime: z.object(ofDate('alltime')),
  anniversary: z.object(ofDate('anniversary')),
  'anniversary-month': z.object(ofDate('anniversary-month')),
  'calendar-month': z.object(ofDate('calendar-month')),
});

const filter = byKind('type', {
  numeric: z.union([
    z.object({ type: z.literal('numeric'), operator: z.literal('between'), start: plainNumber, end: plainNumber }),
    z.object({ type: z.literal('numeric'), operator, value: plainNumber }),
  ]),
  string: z.object({ type: z.literal('string'), operator, value: z.union([z.string(), z.array(z.string()).min(1)]) }),
  boolean: z.object({ type: z.literal('boolean'), operator, value: z.boolean() }),
  existence: z.object({ type: z.literal('existence'), operator }),
  list: z.object({
    type: z.literal('list'),
    operator,
    value: z.union([z.string(), plainNumber, z.array(z.string()).min(1)]),
  }),
  date,
});

const numericFilter = z.object({ type: z.literal('numeric'), operator, value: plainNumber });
const metricFilters = z
  .array(z.object({ property: z.string(), filter }))
  .nullish()
  .transform((filters) => filters ?? []);

const condition = byKind('type', {
  'profile-metric': z.object({
    type: z.literal('profile-metric'),
    metric_id: z.string(),
    measurement: z.string(),
    measurement_filter: numericFilter,
    timeframe_filter: date.nullish(),
    metric_filters: metricFilters,
  }),
  'profile-metric-funnel': z.object({
    type: z.literal('profile-metric-funnel'),
    timeframe_filter: date,
    completion_window_seconds: z.string().nullish(),
    steps: z
      .array(z.object({ metric_id: z.string(), metric_exists: z.boolean(), metric_filters: metricFilters }))
      .min(1),
  }),
  'profile-property': z.object({ type: z.literal('profile-property'), property: z.string(), filter }),
  'profile-marketing-consent': z.object({
    type: z.literal('profile-marketing-consent'),
    consent: z.object({
      channel: z.string(),
      can_receive_marketing: z.boolean(),
      consent_status: z.object({ subscription: z.string(), filters: z.array(z.unknown()).nullish() }),
    }),
  }),
  'profile-group-membership': z.object({
    type: z.literal('profile-group-membership'),
    is_member: z.boolean(),
    group_ids: z.array(z.string()).min(1),
    timeframe_filter: z.unknown().optional(),
  }),
  'profile-region': z.object({ type: z.literal('profile-region'), in_region: z.boolean(), region: z.string() }),
  'profile-postal-code-distance': z.object({
    type: z.literal('profile-postal-code-distance'),
    country_code: z.string(),
    postal_code: z.string(),
    unit: z.enum(['kilometers', 'miles']),
    filter: numericFilter,
  }),
  'profile-predictive-analytics': z.object({
    type: z.literal('profile-predictive-analytics'),
    dimension: z.string(),
    filter,
  }),
  'profile-random-sample': z.object({ type: z.literal('profile-random-sample'), percentage: plainNumber }),
});

export const definitionSchema = z.object({
  condition_groups: z.array(z.object({ conditions: z.array(condition).min(1) })).min(1),
});

export type KlaviyoCondition = z.output<typeof condition>;
export type KlaviyoFilter = z.output<typeof filter>;
export type KlaviyoDate = z.output<typeof date>;
export type KlaviyoNumeric = z.output<typeof numericFilter>;
export type Of<Kind extends string> = Extract<KlaviyoCondition, { readonly type: Kind }>;

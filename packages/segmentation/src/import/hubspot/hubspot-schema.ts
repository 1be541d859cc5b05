import { z } from 'zod';
import { byKind, plainNumber } from '../by-kind.js';

// The shapes of HubSpot's Lists API, version 3 and those of 2026. Operators stay open: one that is new there is
// reported, not refused.

const operator = z.string();
const common = { operator, includeObjectsWithNoValueSet: z.boolean().default(false) };
/** An id or a value, which is text, however it is written. */
const word = z.union([z.string(), z.number()]).transform(String);
const texts = z.array(word).min(1);
const whole = z.int();

const offset = z
  .object({ days: whole, weeks: whole, months: whole, years: whole, hours: whole, minutes: whole })
  .partial()
  .catchall(z.unknown());
const timePoint = byKind<z.ZodType<TimePoint>>('timeType', {
  DATE: z.object({
    timeType: z.literal('DATE'),
    zoneId: z.string().nullish(),
    year: whole,
    month: whole.min(1).max(12),
    day: whole.min(1).max(31),
    hour: whole.min(0).max(23).default(0),
    minute: whole.min(0).max(59).default(0),
    second: whole.min(0).max(59).default(0),
  }),
  INDEXED: z.object({
    timeType: z.literal('INDEXED'),
    zoneId: z.string().nullish(),
    indexReference: z.object({ referenceType: z.string() }),
    offset: offset.nullish(),
  }),
  PROPERTY_REFERENCED: z.object({
    timeType: z.literal('PROPERTY_REFERENCED'),
    property: z.string(),
    referenceType: z.string().default('VALUE'),
    offset: offset.nullish(),
  }),
});

interface DatePoint {
  readonly timeType: 'DATE';
  readonly zoneId?: string | null | undefined;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}
interface IndexedPoint {
  readonly timeType: 'INDEXED';
  readonly zoneId?: string | null | undefined;
  readonly indexReference: { readonly referenceType: string };
  readonly offset?: Readonly<Record<string, unknown>> | null | undefined;
}
interface PropertyPoint {
  readonly timeType: 'PROPERTY_REFERENCED';
  readonly property: string;
  readonly referenceType: string;
  readonly offset?: Readonly<Record<string, unknown>> | null | undefined;
}
export type TimePoint = DatePoint | IndexedPoint | PropertyPoint;

const endpoint = z.enum(['INCLUSIVE', 'EXCLUSIVE']);
const parser = z.string().default('VALUE');
const timeOperations = {
  TIME_POINT: z.object({
    ...common,
    operationType: z.literal('TIME_POINT').default('TIME_POINT'),
    timePoint,
    endpointBehavior: endpoint.default('INCLUSIVE'),
    propertyParser: parser,
  }),
  TIME_RANGED: z.object({
    ...common,
    operationType: z.literal('TIME_RANGED').default('TIME_RANGED'),
    lowerBoundTimePoint: timePoint,
    upperBoundTimePoint: timePoint,
    lowerBoundEndpointBehavior: endpoint.default('INCLUSIVE'),
    upperBoundEndpointBehavior: endpoint.default('INCLUSIVE'),
    propertyParser: parser,
  }),
};

const operation = byKind('operationType', {
  ALL_PROPERTY: z.object({ ...common, operationType: z.literal('ALL_PROPERTY') }),
  BOOL: z.object({ ...common, operationType: z.literal('BOOL'), value: z.boolean() }),
  NUMBER: z.object({ ...common, operationType: z.literal('NUMBER'), value: plainNumber }),
  NUMBER_RANGED: z.object({
    ...common,
    operationType: z.literal('NUMBER_RANGED'),
    lowerBound: plainNumber,
    upperBound: plainNumber,
  }),
  STRING: z.object({ ...common, operationType: z.literal('STRING'), value: z.string() }),
  MULTISTRING: z.object({ ...common, operationType: z.literal('MULTISTRING'), values: texts }),
  ENUMERATION: z.object({ ...common, operationType: z.literal('ENUMERATION'), values: texts }),
  ROLLING_DATE_RANGE: z.object({
    ...common,
    operationType: z.literal('ROLLING_DATE_RANGE'),
    numberOfDays: whole.min(0),
  }),
  ...timeOperations,
});

const timeOffset = z.object({ amount: whole.min(0), offsetDirection: z.string(), timeUnit: z.string() });
const refineBy = byKind('type', {
  ALL_HISTORY: z.object({ type: z.literal('ALL_HISTORY') }),
  NUM_OCCURRENCES: z.object({
    type: z.literal('NUM_OCCURRENCES'),
    minOccurrences: whole.min(0).nullish(),
    maxOccurrences: whole.min(0).nullish(),
  }),
  RELATIVE_COMPARATIVE: z.object({ type: z.literal('RELATIVE_COMPARATIVE'), comparison: z.string(), timeOffset }),
  RELATIVE_RANGED: z.object({
    type: z.literal('RELATIVE_RANGED'),
    rangeType: z.string(),
    lowerBoundOffset: timeOffset,
    upperBoundOffset: timeOffset,
  }),
  ABSOLUTE_COMPARATIVE: z.object({
    type: z.literal('ABSOLUTE_COMPARATIVE'),
    comparison: z.string(),
    timestamp: whole,
  }),
  ABSOLUTE_RANGED: z.object({
    type: z.literal('ABSOLUTE_RANGED'),
    rangeType: z.string(),
    lowerTimestamp: whole,
    upperTimestamp: whole,
  }),
  TIME_POINT: timeOperations.TIME_POINT.extend({ type: z.literal('TIME_POINT') }),
  TIME_RANGED: timeOperations.TIME_RANGED.extend({ type: z.literal('TIME_RANGED') }),
});

const refined = { pruningRefineBy: refineBy.nullish(), coalescingRefineBy: refineBy.nullish() };
const property = z.object({ filterType: z.literal('PROPERTY'), property: z.string(), operation });

const filter = byKind('filterType', {
  PROPERTY: property,
  IN_LIST: z.object({
    filterType: z.literal('IN_LIST'),
    operator,
    listId: word,
    metadata: z.object({ inListType: z.string() }).partial().nullish(),
  }),
  EMAIL_EVENT: z.object({
    filterType: z.literal('EMAIL_EVENT'),
    operator,
    emailId: word.nullish(),
    clickUrl: z.string().nullish(),
    ...refined,
  }),
  PAGE_VIEW: z.object({ filterType: z.literal('PAGE_VIEW'), operator, pageUrl: z.string(), ...refined }),
  FORM_SUBMISSION: z.object({
    filterType: z.literal('FORM_SUBMISSION'),
    operator,
    formId: z.string().nullish(),
    ...refined,
  }),
  EVENT: z.object({ filterType: z.literal('EVENT'), operator, eventId: z.string(), ...refined }),
  EMAIL_SUBSCRIPTION: z.object({
    filterType: z.literal('EMAIL_SUBSCRIPTION'),
    acceptedStatuses: z.array(z.string()).min(1),
    subscriptionIds: z.array(word).default([]),
  }),
});

export interface Branch {
  readonly filterBranchType: string;
  readonly filterBranches: readonly Branch[];
  readonly filters: readonly HubspotFilter[];
  /** Of events. */
  readonly eventTypeId?: string | undefined;
  readonly operator?: string | undefined;
  readonly pruningRefineBy?: RefineBy | null | undefined;
  readonly coalescingRefineBy?: RefineBy | null | undefined;
}

export const branchSchema: z.ZodType<Branch> = z.lazy(() =>
  z.object({
    filterBranchType: z.string(),
    filterBranches: z.array(branchSchema).default([]),
    filters: z.array(filter).default([]),
    eventTypeId: z.string().optional(),
    operator: z.string().optional(),
    ...refined,
  }),
);

export type HubspotFilter = z.output<typeof filter>;
export type Operation = z.output<typeof operation>;
export type TimeOperation = z.output<(typeof timeOperations)[keyof typeof timeOperations]>;
export type RefineBy = z.output<typeof refineBy>;
export type FilterOf<Kind extends string> = Extract<HubspotFilter, { readonly filterType: Kind }>;
export type OperationOf<Kind extends string> = Extract<Operation, { readonly operationType: Kind }>;
export type RefineOf<Kind extends string> = Extract<RefineBy, { readonly type: Kind }>;

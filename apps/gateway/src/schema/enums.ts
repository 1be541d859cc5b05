import { MISSED } from '@clientele/connector-kit';
import type { ComplianceAsked, WriteBackEnd, WrittenPlace } from '@clientele/ledger';
import { CHANNEL_KINDS, RECORD_KINDS } from '@clientele/model';
import {
  CONNECTION_STATES,
  EXCLUSIONS,
  HEALTH_CODES,
  MEMBERSHIP_CAUSES,
  type Owed,
  type PlannedWhole,
  type QueryFault,
  type QueryRemark,
  type SegmentFreshness,
  type StaleReference,
  type UnknownPerson,
  WRITING_CHANNELS,
} from '@clientele/pipeline';
import { type CompletionKind, RFM_GROUPS, type ValueType } from '@clientele/segmentation';
import { registerEnumType } from 'type-graphql';

/** An enum of a closed set of ours: `online_store` is `ONLINE_STORE` to clients. */
function closedSet<Word extends string>(
  name: string,
  description: string,
  words: readonly Word[],
  meanings?: Readonly<Record<Word, string>>,
): Readonly<Record<string, string>> {
  const values = Object.fromEntries(words.map((word) => [enumName(word), word]));
  const valuesConfig = Object.fromEntries(
    words.flatMap((word) => (meanings === undefined ? [] : [[enumName(word), { description: meanings[word] }]])),
  );
  registerEnumType(values, { name, description, valuesConfig });
  return values;
}

function enumName(word: string): string {
  return word
    .replaceAll(/[.-]/g, '_')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toUpperCase();
}

export const RfmGroupEnum = closedSet('RfmGroup', 'The eleven RFM groups; PROSPECTS have no order.', RFM_GROUPS);

export const ChannelKindEnum = closedSet(
  'ChannelKind',
  'A kind of place where the shop meets customers.',
  CHANNEL_KINDS,
);

export const RecordKindEnum = closedSet('RecordKind', 'A kind of record.', RECORD_KINDS);

export const ConnectionStateEnum = closedSet('ConnectionState', 'How a connection fares.', CONNECTION_STATES, {
  fed: 'It is not asked: files are imported to it.',
  told: 'It is not asked: what is new is sent to it.',
  new: 'It was never read.',
  pulling: 'It is being read.',
  fine: 'It was last read to its end.',
  waiting: 'Its platform asked to wait; it goes on at `dueAt`.',
  stopped: 'It was cut short, and goes on at `dueAt`.',
  failing: 'It could not be read: `failure` says why. It is tried again at `dueAt`.',
  ended: 'It was disconnected: it is not asked any more. What it brought is there.',
});

export const PrivacyAskedEnum = closedSet<ComplianceAsked>(
  'PrivacyAsked',
  'What the law lets people and platforms ask for.',
  ['export-person', 'erase-person', 'erase-shop'],
  {
    'export-person': 'What is kept of a person, for them to have: it waits to be answered.',
    'erase-person': 'That a person is erased: it is done within a minute.',
    'erase-shop': 'That everything of the shop is erased.',
  },
);

export const MissedChangeEnum = closedSet(
  'MissedChange',
  'What may happen on a platform without its saying so when it is asked for changes.',
  MISSED,
  {
    edit: 'An edit.',
    payment: 'A payment.',
    refund: 'A refund.',
    deletion: 'A deletion.',
    late: 'Something that appears with an older time of change than others before it.',
  },
);

export const WritingChannelEnum = closedSet(
  'WritingChannel',
  'A channel on which people are written to.',
  WRITING_CHANNELS,
);

export const MembershipCauseEnum = closedSet(
  'MembershipCause',
  'Why a profile entered or left a segment.',
  MEMBERSHIP_CAUSES,
  {
    records: 'Its records changed.',
    day: 'A day began.',
    definition: 'The segment was saved, changed or deleted.',
    list: 'Somebody added it, excluded it, or took that back.',
  },
);

export const ExclusionEnum = closedSet('Exclusion', 'Why somebody may not be written to.', EXCLUSIONS);

export const FreshnessStateEnum = closedSet(
  'SegmentFreshnessState',
  'Whether members have followed everything: they are late where they owe something for longer than a quarter of an hour.',
  ['current', 'behind', 'late'] satisfies SegmentFreshness['state'][],
);

export const OwedReasonEnum = closedSet('OwedReason', 'What members have still to follow.', [
  'records',
  'list',
  'day',
  'moment',
  'definition',
  'failed',
] satisfies Owed['reason'][]);

export const AnsweredByEnum = closedSet(
  'SegmentAnsweredBy',
  'What says who is in a segment that a query refers to.',
  ['members', 'query'] satisfies StaleReference['answeredBy'][],
  {
    members: 'Who was recorded as a member at its last evaluation.',
    query: 'Its query, since it was never evaluated.',
  },
);

export const DecisionEnum = closedSet(
  'SegmentDecision',
  'What may be decided by hand about a person and a segment; UNLISTED takes back what was decided before.',
  ['added', 'excluded', 'unlisted'],
);

export const UnknownPersonEnum = closedSet('UnknownPersonReason', 'Why somebody named is not one person of the shop.', [
  'nobody',
  'several',
] satisfies UnknownPerson['reason'][]);

export const HealthCodeEnum = closedSet('SegmentHealthCode', 'What is worth a look about segments.', HEALTH_CODES);

const VALUE_TYPES: Readonly<Record<ValueType, true>> = {
  text: true,
  id: true,
  choice: true,
  integer: true,
  decimal: true,
  date: true,
  boolean: true,
  list: true,
};

export const TraitTypeEnum = closedSet('TraitType', 'What the values of a trait are.', Object.keys(VALUE_TYPES));

const QUERY_FAULTS: Readonly<Record<QueryFault['code'], true>> = {
  empty: true,
  'too-long': true,
  'too-deep': true,
  unexpected: true,
  unclosed: true,
  'bad-text': true,
  'bad-number': true,
  'bad-date': true,
  'bad-percent': true,
  'bad-handle': true,
  'unknown-attribute': true,
  'unknown-function': true,
  'unknown-parameter': true,
  'unknown-segment': true,
  'repeated-parameter': true,
  'wrong-operator': true,
  'wrong-value': true,
  'unknown-value': true,
  'unknown-measure': true,
  'too-precise': true,
  'bad-sequence': true,
  'bad-trend': true,
  'bad-distance': true,
  'not-built-yet': true,
  'not-in-shopify': true,
};

/** What else can be refused, without the kind of thing that it is about. */
const REFUSALS = [
  'bad-name',
  'bad-reason',
  'bad-share',
  'changed-meanwhile',
  'circle',
  'in-use',
  'malformed',
  'name-taken',
  'not-asked',
  'not-found',
  'not-reached',
  'not-resumable',
  'other-name',
  'one-of-two',
  'taken',
  'too-many',
  'unasked',
  'unwritable',
];

export const UserErrorCodeEnum = closedSet('UserErrorCode', 'What can be wrong with what was asked.', [
  ...Object.keys(QUERY_FAULTS),
  ...REFUSALS,
]);

const QUERY_WARNINGS: Readonly<Record<QueryRemark['code'], true>> = {
  'group-by': true,
  'single-day': true,
  'unchecked-attribute': true,
  'unknown-segment': true,
  'always-true': true,
  'always-false': true,
  implied: true,
  'matches-nobody': true,
  'matches-everybody': true,
  'absent-under-not': true,
};

export const QueryWarningCodeEnum = closedSet(
  'QueryWarningCode',
  'What can be odd about a query.',
  Object.keys(QUERY_WARNINGS),
);

const COMPLETION_KINDS: Readonly<Record<CompletionKind, true>> = {
  attribute: true,
  rows: true,
  parameter: true,
  measure: true,
  operator: true,
  keyword: true,
  value: true,
  date: true,
  segment: true,
};

export const CompletionKindEnum = closedSet(
  'CompletionKind',
  'What kind of thing may come next in a query.',
  Object.keys(COMPLETION_KINDS),
);

const WRITTEN_AS: Readonly<Record<WrittenPlace['what'], string>> = {
  tag: 'A tag of customers.',
  metafield: 'A metafield of customers, true of the members.',
  group: 'A group of customers.',
  segment: "A segment of the platform's own, which it works out by itself.",
};

export const WrittenAsEnum = closedSet(
  'WrittenAs',
  'What a segment is on a platform.',
  wordsOf(WRITTEN_AS),
  WRITTEN_AS,
);

const PLANNED_ACTS: Readonly<Record<PlannedWhole['act'], string>> = {
  make: 'It would be made.',
  change: 'Its query would be changed.',
  nothing: 'It is there as it should be.',
  theirs: 'The merchant changed or deleted it again after it had been put back: it is left to them.',
};

export const PlannedActEnum = closedSet(
  'PlannedSegmentAct',
  'What would be done with a segment that a platform keeps by its query.',
  wordsOf(PLANNED_ACTS),
  PLANNED_ACTS,
);

const WRITE_BACK_OUTCOMES: Readonly<Record<WriteBackEnd['outcome'], string>> = {
  done: 'The platform says what the segment says.',
  failed: 'It went no further; it is tried again.',
  paused: 'The platform asked to wait; it goes on after that.',
  stopped: 'It was cut short, and goes on.',
};

export const WriteBackOutcomeEnum = closedSet(
  'WriteBackOutcome',
  'How the writing of a segment ended.',
  wordsOf(WRITE_BACK_OUTCOMES),
  WRITE_BACK_OUTCOMES,
);

function wordsOf<Word extends string>(meanings: Readonly<Record<Word, string>>): Word[] {
  return Object.keys(meanings) as Word[];
}

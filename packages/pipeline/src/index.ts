export { type AsOf, asOf } from './as-of.js';
export { type Audit, type AuditOptions, audit } from './ask/audit.js';
export type { Mismatch } from './ask/audit-findings.js';
export {
  type ChangedList,
  changeList,
  createList,
  type ListAsked,
  type ListChangeAsked,
  type MadeList,
} from './ask/change-lists.js';
export { type ChosenSegments, chosenSegments } from './ask/chosen-segments.js';
export { type CompleteOptions, completeQuery } from './ask/complete-query.js';
export { type Count, count } from './ask/count.js';
export { type DecidedByHand, decidedByHand } from './ask/decided-by-hand.js';
export { type Diagnosis, diagnoseQuery } from './ask/diagnose-query.js';
export { type Concerned, type Difference, diffSegment } from './ask/diff-segment.js';
export { createSegment, deleteSegments, reviseSegment, type SegmentRevision } from './ask/edit-segments.js';
export { type Explained, explain } from './ask/explain.js';
export { type Exported, type ExportedMember, type ExportOptions, exportMembers } from './ask/export-members.js';
export { type FoundProfile, findProfile, findProfiles, profilesOfRecords } from './ask/find-profile.js';
export { historyKnownFrom } from './ask/history-known-from.js';
export { type ListedPersonOf, listedPeople } from './ask/listed-people.js';
export { MEMBER_COLUMNS, type MemberColumn, type MemberColumns, memberColumns } from './ask/member-columns.js';
export { headText, MEMBER_FORMATS, type MemberFormat, memberText } from './ask/member-text.js';
export { type Member, type MembersPage, members, type Page } from './ask/members.js';
export type { NamedPerson, UnknownPerson } from './ask/named-people.js';
export { type Overlap, type OverlappingPair, overlapSegments } from './ask/overlap-segments.js';
export { type ComparedSegment, type PlatformSegments, platformSegments } from './ask/platform-segments.js';
export { type Preview, preview } from './ask/preview.js';
export { named, type ProfilePage, profilePage } from './ask/profile-page.js';
export { EXCLUSIONS, type Exclusion, WRITING_CHANNELS, type WritingChannel } from './ask/reachable.js';
export {
  type CheckedQuery,
  checkWithoutShop,
  type QueryFault,
  type QueryRemark,
  type ReadQuery,
  readQuery,
} from './ask/read-query.js';
export type { RecordedOtherwise } from './ask/recorded-otherwise.js';
export {
  type AskRfmAgreement,
  type RfmAgreement,
  type RfmPair,
  rfmAgreement,
  SHOPIFY_RFM_GROUP,
} from './ask/rfm-agreement.js';
export { type RfmCell, type RfmGrid, rfmGrid } from './ask/rfm-grid.js';
export { type SearchedProfile, searchPage, searchSize } from './ask/search.js';
export {
  type ChangesFilter,
  type SegmentChange,
  type SegmentChanges,
  segmentChanges,
} from './ask/segment-changes.js';
export { type Family, segmentFamily } from './ask/segment-family.js';
export {
  type AppliedFiles,
  type AppliedSegment,
  applySegmentFiles,
  checkFilesInShop,
  type InvalidFiles,
  type PlannedSegment,
  planSegmentFiles,
  type SegmentPlan,
  segmentFiles,
} from './ask/segment-files.js';
export { freshnessOfSegments, type Owed, type SegmentFreshness } from './ask/segment-freshness.js';
export { HEALTH_CODES, type HealthCode, type HealthFinding, segmentHealth } from './ask/segment-health.js';
export {
  type HistoryFilter,
  type HistoryRefusal,
  type KnownAt,
  type MembershipPeriod,
  type PastMember,
  profileHistory,
  type SegmentHistory,
  segmentAt,
  segmentHistory,
} from './ask/segment-history.js';
export {
  failureIn,
  listSegments,
  type SaveSegment,
  type SegmentDraft,
  type SegmentSummary,
  saveSegment,
} from './ask/segments.js';
export { shopValues } from './ask/shop-values.js';
export { type ShownProfile, searchShop, showProfile } from './ask/show-profile.js';
export type { StaleReference } from './ask/stale-references.js';
export { type ShopReads, type ShopStatus, shopReads, status } from './ask/status.js';
export { type OfferedTemplate, offerTemplates, saveTemplates } from './ask/templates.js';
export { plainTrait, type Traits, traitsOf } from './ask/traits.js';
export { type Backfilled, backfillSegment } from './backfill.js';
export { connectionRecords, type KindCount } from './connections/connection-records.js';
export {
  CONNECTION_STATES,
  type ConnectionStanding,
  type ConnectionState,
  connectionStanding,
  connectionStandings,
  type FirstPull,
  type StreamStanding,
} from './connections/connection-standing.js';
export { RefusedRetries, type Retried, type RetryParts } from './connections/refused-retries.js';
export { customTypes, type DeclareAttribute, declareAttribute } from './custom-attributes.js';
export type { Derivation } from './derive.js';
export { copyAsked, markAnswered } from './erase/answer-request.js';
export { askToEraseShop } from './erase/ask-to-erase-shop.js';
export { type CarriedOut, carryOutRequests } from './erase/carry-out.js';
export type { ErasingParts } from './erase/erase-person.js';
export { type ExportedPerson, exportPerson } from './erase/export-person.js';
export type { PersonAsked } from './erase/find-person.js';
export { type PersonMeant, personMeant } from './erase/person-meant.js';
export { MEMBERSHIP_CAUSES } from './evaluate.js';
export { type SetHoldOut, setHoldOut } from './hold-out.js';
export { HookEntrance, type HookParts, type OpenDoor } from './hooks/hook-entrance.js';
export { rotateHookSecret } from './hooks/rotate-hook-secret.js';
export { type TakenDeliveries, takeDeliveries } from './hooks/take-deliveries.js';
export { type IngestCounts, ingest, type Origin } from './ingest.js';
export { memberCounts } from './member-counts.js';
export { nextTurn } from './next-turn.js';
export type { Parts, SegmentFault } from './parts.js';
export type { Pulled, PullHost, PullOptions, PullParts } from './pull/pulled-connection.js';
export { PulledConnections, type Tried, type Unusable } from './pull/pulled-connections.js';
export type { InputReadAgain, ReadAgain } from './retry-refused.js';
export { configureRfm, rfmConfiguration } from './rfm-configuration.js';
export { referringSegments } from './saved-segments.js';
export type { Definition } from './segment-beginning.js';
export { advance, type StreetProgress } from './street.js';
export type { PlannedWhole } from './write-back/plan-whole.js';
export type { WholeDone } from './write-back/whole-segment.js';
export {
  type PlannedWriteBack,
  type RefusedWriteBack,
  type WriteBackOptions,
  type WrittenConnections,
  WrittenSegments,
  type WroteBack,
} from './write-back/written-segments.js';

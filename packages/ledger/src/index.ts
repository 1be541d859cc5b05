export { claimDatabase, type DatabaseClaim } from './claim-database.js';
export { claimDirectory, type DirectoryClaim, type DirectoryOwner } from './claim-directory.js';
export type { LedgerPlace } from './database.js';
export type { JsonValue } from './json.js';
export { type Ledger, openLedger } from './ledger.js';
export { LedgerError, type LedgerErrorCode } from './ledger-error.js';
export type { Refusal } from './refusal.js';
export { API_SCOPES, type ApiKey, type ApiScope, type VerifyApiKey } from './repositories/api-keys.js';
export type { AppInstallation, BegunInstallation } from './repositories/app-installations.js';
export type { AuditEntry, StoredAuditEntry } from './repositories/audit-log.js';
export type { Backfill } from './repositories/backfills.js';
export type { NewestBatch, OpenBatch } from './repositories/batches.js';
export type {
  ComplianceAsked,
  ComplianceDraft,
  ComplianceRequest,
} from './repositories/compliance-requests.js';
export type { Connection } from './repositories/connections.js';
export type { CounterName } from './repositories/counters.js';
export type { Cutoff, CutoffKey } from './repositories/cutoffs.js';
export type { ErasedRecord } from './repositories/erased-records.js';
export type { HoldOut } from './repositories/hold-outs.js';
export type { HookDoor, RetiringSecret } from './repositories/hook-doors.js';
export type { Import, ImportProgress } from './repositories/imports.js';
export type { Delivery, InboxState, WaitingDelivery } from './repositories/inbox.js';
export type { ListChange, ListChangeDraft } from './repositories/list-changes.js';
export type { Evaluation, MembershipState } from './repositories/membership-states.js';
export type { ErasedPerson } from './repositories/personal-data.js';
export type { ProfileRedirect } from './repositories/profile-redirects.js';
export type { MissingPage, PulledItems, PulledPage, PulledRecord } from './repositories/pulled-pages.js';
export type { Connected, Pull, PullEnd, PulledAccount, ReachedConnection } from './repositories/pulls.js';
export type { RefusedInput, RefusedPage, StoredRefused } from './repositories/refused.js';
export type {
  CreateSegment,
  NameTaken,
  ReviseSegment,
  Segment,
  SegmentDraft,
  SegmentVersion,
} from './repositories/segments.js';
export type { RedeemSignInLink, Session, VerifySession } from './repositories/sessions.js';
export type { SigningKey } from './repositories/signing-keys.js';
export type {
  CreateWriteBack,
  WholeSegment,
  WriteBack,
  WriteBackDraft,
  WriteBackEnd,
  WrittenCustomer,
  WrittenPlace,
  WrittenState,
} from './repositories/write-backs.js';
export { type LedgerKey, loadKey } from './secrets/key.js';
export { hasLedger } from './sqlite.js';

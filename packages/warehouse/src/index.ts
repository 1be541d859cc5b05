export { type Ghosts, ghosts } from './audit/ghosts.js';
export { type UnequalRecord, unequalRecords } from './audit/kept-twice.js';
export { type RecordedIdentity, recordedIdentities } from './audit/recorded-identities.js';
export { unequalPurchases } from './audit/unequal-purchases.js';
export {
  type BrokenPart,
  connectServer,
  DURABLE_TABLE_SETTINGS,
  type Engine,
  EngineError,
  type EngineOptions,
  type Lane,
  openWarehouse,
  type Parameters,
  type RequestOptions,
  startEngine,
  type TableRow,
  type WarehouseClient,
  WarehouseError,
} from './engine/index.ts';
export { type PersonRecords, personRecords } from './erase/person-records.js';
export { purgePerson } from './erase/purge.js';
export { purgeShop } from './erase/purge-shop.js';
export { strikeOut } from './erase/strike-out.js';
export {
  type ChangeFilter,
  type ChangePlace,
  changesSince,
  type Evaluation,
  followChanges,
  type MemberWord,
  type RecordedChange,
  recordChanges,
  SEGMENT_MEMBERS_SQL,
} from './memberships/changes.js';
export {
  differenceOf,
  MOST_DIFFERENCES,
  recordDifference,
  recordLeaving,
  type Selected,
} from './memberships/difference.js';
export {
  countMembersAt,
  everMembers,
  firstChangeAt,
  type MembersAt,
  type MembershipInterval,
  membersAt,
  membershipIntervals,
  type ProfilePage,
} from './memberships/history.js';
export {
  CUSTOMER_PROFILES_SQL,
  type Decided,
  type Decision,
  decisionsAbout,
  dropDecisions,
  LIST_ENTRIES_SQL,
  type ListChange,
  listedProfiles,
  recordDecisions,
  recordSelected,
} from './memberships/lists.js';
export {
  countMembers,
  type MembershipOfProfile,
  MemberWords,
  membersGained,
  membershipsOf,
  membershipsOfProfiles,
  memberWords,
  type SegmentMember,
  segmentMembers,
} from './memberships/members.js';
export { membersOfSome, membersOutside, sharedMembers } from './memberships/overlaps.js';
export {
  addPastProfiles,
  dropPastProfiles,
  forgetPast,
  lastProfileNo,
  type NumberRange,
  newPastProfiles,
  type PastOfProfiles,
  pastSources,
  recordPast,
} from './memberships/past.js';
export { bitsOf, placeSegments, type SegmentPlaces, segmentPlaces, segmentsAt } from './memberships/places.js';
export { addressConsents } from './profiles/address-consents.js';
export { allCustomers } from './profiles/all-customers.js';
export { allIdentities } from './profiles/all-identities.js';
export { type CustomerCard, customerCards } from './profiles/customer-cards.js';
export { deriveAllProfiles, deriveFrom, deriveProfiles } from './profiles/derive.js';
export {
  type Assignment,
  assignProfiles,
  completedProfiles,
  customersOfProfiles,
  nameProfiles,
  placedCustomers,
  profileIds,
  profileNos,
  profilesOfCustomers,
} from './profiles/identity-map.js';
export { identityReader, markShared, sharedValues } from './profiles/identity-reader.js';
export { dirtyProfiles, forgetDerived, markDirty, type Touched, touchedCustomers } from './profiles/journal.js';
export {
  allProfileNos,
  customerKeys,
  customersByKey,
  livingProfiles,
  profileCount,
  type RecordKey,
  recordKeysOf,
} from './profiles/look-up.js';
export { type OrderPlace, orderPages, type PlacedOrder } from './profiles/order-pages.js';
export { customerRecordsOf, plainProfiles } from './profiles/plain-profiles.js';
export { allProducts, PRODUCTS_SQL, productsOf, productsSignature } from './profiles/products.js';
export { PURCHASES_BY_PRODUCT_SQL, REPEATED_PURCHASES_SQL } from './profiles/purchases.js';
export {
  customersNamedExactly,
  type SearchHit,
  type SearchPlace,
  searchCount,
  searchProfiles,
} from './profiles/search.js';
export { dropStaged, type StagedProfiles } from './profiles/staged-profiles.js';
export { profilesTable } from './profiles/table.js';
export { materialiseUpdates } from './profiles/updates.js';
export { addressKey, mailboxKey } from './records/address-key.js';
export { connectionCounts, type RecordCounts, type Revenue, type ShopCounts, shopCounts } from './records/counts.js';
export type { ReserveNumbers } from './records/customer-numbers.js';
export { type FoundProduct, findProducts } from './records/find-products.js';
export { mendByCustomer } from './records/mend.js';
export { mendIdentifiers } from './records/mend-identifiers.js';
export { ownEventNames } from './records/own-event-names.js';
export { type PreparedBatch, RecordWriter } from './records/record-writer.js';
export { BY_CUSTOMER_REVISION, restateByCustomer } from './records/restate.js';
export { CUSTOMER_COLUMNS, rewriteCustomers } from './records/rewrite-customers.js';
export { nameOf } from './records/rows.js';
export { WarehouseTooNewError } from './schema/migrate.js';
export { inLane, type Sql } from './sql.js';
export { prepareWarehouse } from './warehouse.js';

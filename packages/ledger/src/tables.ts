import type { Day, Decimal, Instant, ProfileId, SegmentId, ShopId, TimeZone } from '@clientele/model';
import type { Generated, Kysely } from 'kysely';

/** A query runner: the ledger itself, or a transaction in it. */
export type Database = Kysely<Tables>;

/** The ledger's tables as TypeScript sees them; the names are camel case here and snake case in the store. */
export interface Tables {
  /** Facts of the installation, beside all shops. */
  installation: { name: string; value: string };
  shops: {
    id: ShopId;
    name: string;
    currency: string;
    timeZone: TimeZone;
    clock: Day | null;
    /** 0 or 1. */
    generated: number;
    createdAt: Instant;
  };
  connections: {
    shop: ShopId;
    name: string;
    connector: string;
    config: string;
    /** Sealed JSON. */
    secrets: string;
    createdAt: Instant;
  };
  counters: { shop: ShopId; name: string; last: number };
  batches: { shop: ShopId; id: number; connection: string; openedAt: Instant; writtenAt: Instant | null };
  derivations: { shop: ShopId; throughBatch: number };
  imports: {
    shop: ShopId;
    connection: string;
    fingerprint: string;
    acknowledged: number;
    accepted: number;
    unchanged: number;
    refused: number;
    finishedAt: Instant | null;
  };
  refused: {
    shop: ShopId;
    number: number;
    connection: string;
    fingerprint: string;
    source: string;
    place: string;
    reason: string;
    /** Sealed. */
    body: string;
    retry: string;
    at: Instant;
    tries: Generated<number>;
    triedAt: Instant;
  };
  pulls: {
    shop: ShopId;
    connection: string;
    /** JSON. */
    account: string;
    /** Sealed JSON. */
    token: string | null;
    /** Of the last sync; null before the first. */
    outcome: 'done' | 'failed' | 'paused' | 'stopped' | null;
    code: string | null;
    sentence: string | null;
    at: Instant | null;
    doneAt: Instant | null;
    dueAt: Instant;
    /** In a row. */
    failures: number;
    /** Since when it is not asked. */
    endedAt: Instant | null;
  };
  pulledStreams: { shop: ShopId; connection: string; stream: string; state: string };
  /** How many of the objects of each stream are there: kept with them. */
  pulledCounts: { shop: ShopId; connection: string; stream: string; objects: number };
  pulledObjects: {
    shop: ShopId;
    connection: string;
    stream: string;
    object: string;
    /** In which it was last seen. */
    sweep: number;
    /** 1 where it has a record that is not gone. */
    isThere: number;
    /** JSON. */
    records: string;
  };
  /** Sealed JSON, until the warehouse has it. */
  pulledPages: { shop: ShopId; connection: string; number: number; items: string };
  hookDoors: {
    token: string;
    shop: ShopId;
    connection: string;
    /** Sealed JSON. */
    retiring: string;
    createdAt: Instant;
  };
  inbox: {
    shop: ShopId;
    connection: string;
    /** A digest of the id that the platform gave it. */
    delivery: string;
    number: number;
    receivedAt: Instant;
    /** Sealed JSON, until it is taken. */
    heard: string | null;
    takenAt: Instant | null;
  };
  writeBacks: {
    shop: ShopId;
    number: number;
    segment: SegmentId;
    connection: string;
    what: 'tag' | 'metafield' | 'group' | 'segment';
    name: string;
    /** 0 or 1. */
    withoutHoldOut: number;
    /** 0 or 1. */
    takenBack: number;
    createdAt: Instant;
    createdBy: string;
    /** Of the last run; null before the first. */
    outcome: 'done' | 'failed' | 'paused' | 'stopped' | null;
    sentence: string | null;
    at: Instant | null;
    doneAt: Instant | null;
    checkedAt: Instant | null;
    dueAt: Instant;
    /** In a row. */
    failures: number;
  };
  writtenCustomers: {
    shop: ShopId;
    writeBack: number;
    customer: string;
    state: 'adding' | 'there' | 'removing' | 'theirs' | 'gone';
    restored: number;
  };
  wholeSegments: {
    shop: ShopId;
    writeBack: number;
    state: 'making' | 'there' | 'changing' | 'theirs';
    id: string | null;
    query: string;
    stands: string | null;
    restored: number;
  };
  appInstallations: {
    app: string;
    account: string;
    shop: ShopId;
    connection: string;
    /** JSON. */
    scopes: string;
    installedAt: Instant;
    removedAt: Instant | null;
  };
  complianceRequests: {
    shop: ShopId;
    number: number;
    connection: string;
    /** A digest of what tells it from others. */
    request: string;
    what: 'export-person' | 'erase-person' | 'erase-shop';
    /** Sealed JSON, until it is done. */
    about: string | null;
    receivedAt: Instant;
    dueAt: Instant;
    doneAt: Instant | null;
    failure: string | null;
    /** Sealed JSON, until it is done. */
    found: string | null;
  };
  erasedRecords: {
    shop: ShopId;
    /** A keyed hash. */
    mark: string;
  };
  segments: {
    id: SegmentId;
    shop: ShopId;
    handle: string;
    name: string;
    description: string;
    version: number;
    createdAt: Instant;
    deletedAt: Instant | null;
    /** The last change of its list; 0 before the first. */
    listed: Generated<number>;
  };
  listChanges: {
    shop: ShopId;
    number: number;
    segment: SegmentId;
    decided: 'added' | 'excluded' | 'none';
    reason: string;
    decidedBy: string;
    at: Instant;
    /** Null until it is closed. */
    people: number | null;
  };
  holdOuts: {
    shop: ShopId;
    number: number;
    salt: string;
    percent: Decimal;
    at: Instant;
    decidedBy: string;
    reason: string;
  };
  segmentVersions: {
    segment: SegmentId;
    version: number;
    shop: ShopId;
    query: string;
    createdAt: Instant;
    createdBy: string;
  };
  membershipStates: {
    shop: ShopId;
    segment: SegmentId;
    version: number;
    state: 'evaluating' | 'fresh' | 'failed';
    error: string | null;
    evaluatedAt: Instant | null;
    cutoffsDay: Day | null;
    since: Instant | null;
    /** Of the evaluation that is due. */
    cause: string | null;
  };
  backfills: {
    shop: ShopId;
    segment: SegmentId;
    from: Instant;
    until: Instant;
    through: number;
    finishedAt: Instant | null;
    error: string | null;
  };
  cutoffs: { shop: ShopId; day: Day; trait: string; kind: string; values: string };
  profileRedirects: { shop: ShopId; from: ProfileId; into: ProfileId; at: Instant };
  apiKeys: {
    id: string;
    shop: ShopId;
    name: string;
    secretHash: string;
    scopes: string;
    createdAt: Instant;
    expiresAt: Instant | null;
    lastUsedAt: Instant | null;
    revokedAt: Instant | null;
  };
  signInLinks: { id: string; shops: string; secretHash: string; createdAt: Instant; expiresAt: Instant };
  sessions: { id: string; shops: string; secretHash: string; createdAt: Instant; expiresAt: Instant };
  widgetOrigins: { shop: ShopId; origin: string; addedAt: Instant };
  signingKeys: { shop: ShopId; id: string; secret: string; createdAt: Instant };
  auditLog: {
    shop: ShopId;
    number: number;
    at: Instant;
    who: string;
    what: string;
    subject: string;
    detail: string | null;
  };
  settings: { shop: ShopId; name: string; value: string };
}

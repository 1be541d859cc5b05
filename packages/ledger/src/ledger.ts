import { type LedgerPlace, openDatabase } from './database.js';
import { LedgerError } from './ledger-error.js';
import { ApiKeys } from './repositories/api-keys.js';
import { AppInstallations } from './repositories/app-installations.js';
import { AuditLog } from './repositories/audit-log.js';
import { Backfills } from './repositories/backfills.js';
import { Batches } from './repositories/batches.js';
import { ComplianceRequests } from './repositories/compliance-requests.js';
import { Connections } from './repositories/connections.js';
import { Counters } from './repositories/counters.js';
import { Cutoffs } from './repositories/cutoffs.js';
import { ErasedRecords } from './repositories/erased-records.js';
import { HoldOuts } from './repositories/hold-outs.js';
import { HookDoors } from './repositories/hook-doors.js';
import { Imports } from './repositories/imports.js';
import { Inbox } from './repositories/inbox.js';
import { ListChanges } from './repositories/list-changes.js';
import { MembershipStates } from './repositories/membership-states.js';
import { PersonalData } from './repositories/personal-data.js';
import { ProfileRedirects } from './repositories/profile-redirects.js';
import { PulledPages } from './repositories/pulled-pages.js';
import { Pulls } from './repositories/pulls.js';
import { RefusedInputs } from './repositories/refused.js';
import { Segments } from './repositories/segments.js';
import { Sessions } from './repositories/sessions.js';
import { Settings } from './repositories/settings.js';
import { Shops } from './repositories/shops.js';
import { SigningKeys } from './repositories/signing-keys.js';
import { WidgetOrigins } from './repositories/widget-origins.js';
import { WriteBacks } from './repositories/write-backs.js';
import type { LedgerKey } from './secrets/key.js';
import { seal, unseal } from './secrets/seal.js';
import type { Database } from './tables.js';

/**
 * What the product must remember beside the records: one repository for each kind of thing. What a method has
 * answered is on the disk. Nothing is read or written without a shop, except by a credential that names its own.
 */
export interface Ledger {
  readonly shops: Shops;
  readonly connections: Connections;
  readonly counters: Counters;
  readonly batches: Batches;
  readonly imports: Imports;
  readonly refused: RefusedInputs;
  readonly pulls: Pulls;
  readonly pulledPages: PulledPages;
  readonly hookDoors: HookDoors;
  readonly inbox: Inbox;
  readonly appInstallations: AppInstallations;
  readonly complianceRequests: ComplianceRequests;
  readonly erasedRecords: ErasedRecords;
  readonly personalData: PersonalData;
  readonly segments: Segments;
  readonly writeBacks: WriteBacks;
  readonly listChanges: ListChanges;
  readonly holdOuts: HoldOuts;
  readonly membershipStates: MembershipStates;
  readonly backfills: Backfills;
  readonly cutoffs: Cutoffs;
  readonly profileRedirects: ProfileRedirects;
  readonly apiKeys: ApiKeys;
  readonly sessions: Sessions;
  readonly widgetOrigins: WidgetOrigins;
  readonly signingKeys: SigningKeys;
  readonly auditLog: AuditLog;
  readonly settings: Settings;
  close(): Promise<void>;
}

/**
 * Opens the ledger, makes or migrates its schema, and checks that the key is the one that its secrets were encrypted
 * with. The embedded ledger has one owner at a time: claim its directory first (see `claimDirectory`).
 *
 * @throws LedgerError `ledger.unreachable`, `ledger.url-invalid`, `ledger.newer` or `ledger.wrong-key`.
 */
export async function openLedger(place: LedgerPlace, { key }: { readonly key: LedgerKey }): Promise<Ledger> {
  const db = await openDatabase(place);
  try {
    await checkKey(db, key);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  const inbox = new Inbox(db, key);
  const erasedRecords = new ErasedRecords(db, key);
  return {
    shops: new Shops(db),
    connections: new Connections(db, key),
    counters: new Counters(db),
    batches: new Batches(db),
    imports: new Imports(db),
    refused: new RefusedInputs(db, key),
    pulls: new Pulls(db, key),
    pulledPages: new PulledPages(db, key),
    hookDoors: new HookDoors(db, key),
    inbox,
    appInstallations: new AppInstallations(db),
    complianceRequests: new ComplianceRequests(db, key, erasedRecords),
    erasedRecords,
    personalData: new PersonalData(db, key, inbox, 'url' in place ? 'postgres' : 'sqlite'),
    segments: new Segments(db),
    writeBacks: new WriteBacks(db),
    listChanges: new ListChanges(db),
    holdOuts: new HoldOuts(db),
    membershipStates: new MembershipStates(db),
    backfills: new Backfills(db),
    cutoffs: new Cutoffs(db),
    profileRedirects: new ProfileRedirects(db),
    apiKeys: new ApiKeys(db),
    sessions: new Sessions(db),
    widgetOrigins: new WidgetOrigins(db),
    signingKeys: new SigningKeys(db, key),
    auditLog: new AuditLog(db),
    settings: new Settings(db),
    close: () => db.destroy(),
  };
}

const KEY_CHECK = 'key check';

/** The first key that opens a ledger leaves a mark, which only the same key can read. */
async function checkKey(db: Database, key: LedgerKey): Promise<void> {
  await db
    .insertInto('installation')
    .values({ name: KEY_CHECK, value: seal(key, KEY_CHECK, KEY_CHECK) })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const { value } = await db
    .selectFrom('installation')
    .select('value')
    .where('name', '=', KEY_CHECK)
    .executeTakeFirstOrThrow();
  try {
    unseal(key, KEY_CHECK, value);
  } catch (error) {
    const message = `the ledger was encrypted with key ${value.split('.')[1]}, and the key given is ${key.id}: use the key file or CLIENTELE_KEY that it was made with`;
    throw new LedgerError('ledger.wrong-key', message, error);
  }
}

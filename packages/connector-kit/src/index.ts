export { type AskedSetting, askedSettings } from './asked-settings.js';
export type {
  Account,
  Answer,
  Ask,
  Connector,
  Context,
  CursorForm,
  DefinedAttribute,
  Facts,
  Gone,
  GoneHint,
  Heard,
  Hint,
  Hook,
  HookAnswer,
  HookRefusal,
  Hooks,
  Learned,
  Limits,
  Page,
  PlatformSegment,
  Pulled,
  Round,
  SegmentLanguage,
  Stream,
  Sweep,
  Together,
  Token,
  Tokens,
  WholeSegments,
  Why,
  Writing,
} from './connector.js';
export { MISSED, type Missed } from './connector.js';
export type { Failure, FailureCode, Paused, Stopped } from './failure.js';
export { Budgets } from './http/budget.js';
export type { Item, Items, ReadRecord, RefusedInput } from './item.js';
export { canonicalJson, type Json, type JsonObject } from './json.js';
export type { Finding } from './laws/bench.js';
export { checkLaws, type LawOptions, type LawReport, type LawResult } from './laws/check-laws.js';
export { LAW_NUMBERS } from './laws/laws.js';
export { findingLines, lawReport } from './laws/report.js';
export {
  DocumentChanged,
  type Documents,
  type DocumentsCursor,
  type DocumentsOptions,
  documents,
  type Found,
  type ListedDocument,
} from './reading/documents.js';
export { type HmacRecipe, hmac, isSigned } from './reading/hmac.js';
export { type Keyset, type KeysetCursor, type KeysetOptions, keyset } from './reading/keyset.js';
export { currencyDecimals, inMinorUnits, minorMoney, money } from './reading/money.js';
export { type Pages, type PagesCursor, pages } from './reading/pages.js';
export { present } from './reading/present.js';
export { standardWebhook, type Verified } from './reading/standard-webhooks.js';
export { type PageTokens, type TokensCursor, tokens } from './reading/tokens.js';
export { hearHook } from './run/hear.js';
export type { Host, LogEntry } from './run/host.js';
export type { Counts } from './run/judge.js';
export type { Keep, KeptPage, Known } from './run/keep.js';
export { KEEP_CASES, type KeepCase, type KeepToTry } from './run/keep-cases.js';
export { MemoryKeep } from './run/memory-keep.js';
export { MemorySpool } from './run/memory-spool.js';
export { problemsOf, reasonOf } from './run/reason.js';
export {
  type FailedHint,
  type Progress,
  type RefusedObject,
  type Retried,
  Runner,
  type Synced,
  type SyncOptions,
  type Taken,
  type WorkOnSegments,
} from './run/runner.js';
export type { OpenSpool, PutAside, Spool } from './run/spool.js';
export type { Stepped } from './run/step.js';
export { hasPulled, isPulled, type Sweeping } from './run/stream-run.js';
export { type StreamProgress, streamProgress } from './run/stream-state.js';
export { safeAddress } from './safe-address.js';
export { listed, withSecrets } from './secret-lists.js';
export {
  type ApartSettings,
  apart,
  readSettings,
  type SettingsReading,
  type SettingsSchema,
  secret,
  secretNames,
  secretTexts,
} from './settings.js';
export { Denied, Garbled, NotShown } from './thrown.js';
export { oddly } from './world/oddly.js';
export { randomFrom } from './world/random.js';
export {
  refundedOf,
  type SimulatedCustomer,
  type SimulatedLine,
  type SimulatedOrder,
  type SimulatedRefund,
  totalOf,
} from './world/simulated-order.js';
export { type Habits, type Happening, type Simulated, SimulatedShop } from './world/simulated-shop.js';
export { guestOf, type SimulatedParts, simulatedWorld, truthOf } from './world/simulated-world.js';
export type {
  Delivery,
  Happened,
  MakeWorld,
  Oddity,
  Refunding,
  TrueRecord,
  World,
} from './world/world.js';

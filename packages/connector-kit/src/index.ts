export type {
  Account,
  Answer,
  Ask,
  Connector,
  Context,
  CursorForm,
  Facts,
  Gone,
  GoneHint,
  Heard,
  Hint,
  Hook,
  Learned,
  Limits,
  Page,
  Pulled,
  Round,
  Stream,
  Sweep,
  Token,
  Tokens,
  Why,
  Writing,
} from './connector.js';
export { MISSED, type Missed } from './connector.js';
export type { Failure, FailureCode, Paused, Stopped } from './failure.js';
export { Budgets } from './http/budget.js';
export type { Item, Items, ReadRecord, RefusedInput } from './item.js';
export type { Json, JsonObject } from './json.js';
export type { Host, LogEntry } from './run/host.js';
export type { Counts } from './run/judge.js';
export type { Keep, KeptPage, Known } from './run/keep.js';
export { MemoryKeep } from './run/memory-keep.js';
export { type Progress, Runner, type Synced, type SyncOptions, type Taken } from './run/runner.js';
export type { Sweeping } from './run/stream-run.js';
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

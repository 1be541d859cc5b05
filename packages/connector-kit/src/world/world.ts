import type { Decimal, Instant, RecordKind } from '@clientele/model';
import type { Hook } from '../connector.js';
import type { Json } from '../json.js';

/**
 * A shop that the laws can drive: simulated in memory, a fake of a platform, or a real server. What a world cannot do it
 * leaves out; the laws that need it are then listed as not driven. `which` chooses among what there is, so that a
 * schedule can be shrunk: the same number chooses the same.
 */
export interface World<Settings extends object = object> {
  readonly name: string;
  /** How a connector reaches it; its secrets are looked for where none may be. */
  readonly settings: Settings;
  /** Objects on the largest page that a connector asks for. */
  readonly pageSize: number;
  /** Kinds of which {@link truth} lists all records: anything else of these kinds is too much. */
  readonly covers: readonly RecordKind[];
  fetch(request: Request): Promise<Response>;
  now(): Instant;
  /** Waits; a simulated clock is moved on instead. */
  sleep(ms: number): Promise<void>;
  /** What a connector must know now. */
  truth(): Promise<readonly TrueRecord[]>;

  /** Makes some customers and orders of the last days. */
  seed(orders: number): Promise<void>;
  /** Someone orders. */
  place(): Promise<Happened>;
  /** Something that is kept of an order or a customer changes. */
  touch?(which: number): Promise<Happened>;
  pay?(which: number): Promise<Happened>;
  refund?(which: number, how: Refunding): Promise<Happened>;
  /** Puts an order out of sight, and back. */
  trash?(which: number): Promise<Happened>;
  restore?(which: number): Promise<Happened>;
  erase?(which: number): Promise<Happened>;
  /** Orders that all have one change time. */
  tie?(orders: number): Promise<void>;
  /** An order appears with the change time of hours ago. */
  late?(hours: number): Promise<Happened>;
  /** Webhooks since the last call, in the order in which they were sent. */
  deliveries?(): Promise<readonly Delivery[]>;
  /** From now on the platform says something odd of an order. */
  odd?(which: number, oddity: Oddity): Promise<Happened>;
  /** The shop's own time zone changes; nothing that happened does. */
  zone?(zone: string): Promise<void>;
  /** What was wrong with requests, by the platform's own description of its interface. */
  problems?(): readonly string[];
}

/** The id of what it happened to; undefined where there was nothing to happen to. */
export type Happened = string | undefined;

export const REFUNDINGS = ['partial', 'full', 'again', 'over'] as const;
export type Refunding = (typeof REFUNDINGS)[number];

export interface Oddity {
  /** A field that nobody knows, or one that is no longer there, null, a list, or of another type. */
  readonly how: 'unknown' | 'absent' | 'null' | 'list' | 'type';
  /** Which of its fields, by number. */
  readonly field: number;
}

/** What is true of a record; only what is stated here is compared. */
export interface TrueRecord {
  readonly kind: RecordKind;
  readonly externalId: string;
  /** Of an order, in its own currency. */
  readonly total?: Decimal;
  /** Everything that went back, in refunds within the order or beside it. */
  readonly refunded?: Decimal;
  /** Fields of the record, as we have them. */
  readonly fields?: Readonly<Record<string, Json>>;
}

export interface Delivery {
  readonly hook: Hook;
  /** It only tries whether somebody is there, and is not signed. */
  readonly isPing: boolean;
  /** The headers that the signature covers, and the one that it is in. */
  readonly signedHeaders: readonly string[];
  readonly signsUrl: boolean;
  /** True where an old delivery must not be taken again. */
  readonly expires: boolean;
}

/** A new world, the same for the same seed. `at` is the time at which its clock stands, where it can be set. */
export type MakeWorld<Settings extends object = object> = (options: {
  readonly seed: number;
  readonly at?: Instant;
}) => Promise<World<Settings>>;

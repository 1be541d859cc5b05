import type { RecordKind, Version } from '@clientele/model';
import type { Why } from '../connector.js';
import type { Item } from '../item.js';
import type { Json } from '../json.js';

/** What is remembered of a record, beside the record: enough to tell what is new, and what is gone. */
export interface Known {
  readonly stream: string;
  /** The id of the object that said it. */
  readonly object: string;
  readonly kind: RecordKind;
  readonly externalId: string;
  /** The version that the source gave it, and the one it was handed over with. */
  readonly said: Version;
  readonly given: Version;
  /** Of what it says. */
  readonly digest: string;
  /** Set where it is gone. */
  readonly gone?: Why;
}

export interface KeptPage {
  readonly stream: string;
  /** For the stores: what is new, changed, gone or refused. What is known already is not among them. */
  readonly items: readonly Item[];
  /** Replaces what is known of these records. */
  readonly known: readonly Known[];
  /** Objects that were looked at, also those that changed nothing, cannot be read, or were found to be gone. */
  readonly seen: readonly string[];
  /** Objects that were read whole, are gone or are told by another id now: nothing that was refused of them waits any more. */
  readonly resolved: readonly string[];
  /** The sweep of the stream during which they were looked at; each has a higher number than the one before. */
  readonly sweep: number;
  /** The state to go on from after this page; absent where the page moves nothing. */
  readonly state?: Json;
}

/**
 * What the runner stores of one connection. Pages are handed over in order; each is kept whole (items, what is known,
 * state) or not at all, and none before the one before it. A keep may gather many pages before they are durable: what is
 * asked for answers with them in mind, and after a crash everything is as of the last durable page.
 */
export interface Keep {
  /** The state of the last page of the stream that had one. Small, and without secrets. */
  state(stream: string): Promise<Json | undefined>;
  /** What is known of the records that these objects said. */
  known(stream: string, objects: readonly string[]): Promise<readonly Known[]>;
  page(page: KeptPage): Promise<void>;
  /** Resolves when all pages are durable; throws where they cannot be. */
  settled(): Promise<void>;
  /**
   * Objects that have a record that is not gone, or of which something is refused, and that were last seen before this
   * sweep: in any fixed order of ids, those after `after` in it ('' is before all), at most so many.
   */
  missing(stream: string, sweep: number, after: string, limit: number): Promise<readonly string[]>;
  /** Those of these objects that were last seen in this sweep, or in one after it. */
  seen(stream: string, sweep: number, objects: readonly string[]): Promise<readonly string[]>;
  /** What the next token is got with. It is a secret, and durable when `keepToken` resolves. */
  token(): Promise<Json | undefined>;
  keepToken(token: Json): Promise<void>;
}

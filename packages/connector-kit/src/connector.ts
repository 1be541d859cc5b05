import type { Instant, RecordInput, RecordKind } from '@clientele/model';
import type { z } from 'zod';
import type { Json } from './json.js';
import type { Spool } from './run/spool.js';
import type { SettingsSchema } from './settings.js';

/**
 * Code that speaks to one kind of platform. It is data and pure steps: it never loops, sleeps, stores or retries, which
 * the runner does. A step that throws anything but `Denied`, `Garbled` or `NotShown` is a defect of the connector; it stops its stream, and
 * nothing that came before.
 */
export interface Connector<Settings extends object = object> {
  /** `woocommerce`, `vendure` …: lower-case letters, digits and hyphens. */
  readonly id: string;
  /** What a connection of it needs to know, secrets marked with `secret()`. */
  readonly settings: SettingsSchema<Settings>;
  readonly limits: Limits<Settings>;
  /** Adds what the platform wants to see of a request: keys, a token, a signature. */
  sign?(request: Request, settings: Settings, token?: string): Request | Promise<Request>;
  /** Where access is by tokens that end. Asked for one at a time, and kept before it is used. */
  readonly tokens?: Tokens<Settings>;
  /** Reaches the account once and says whose it is: so that a connection never turns into another shop's unnoticed. */
  check(context: Context<Settings>): Promise<Account>;
  /** What there is to know, by name (`orders`, `customers` …); pulled in this order. */
  readonly streams: Readonly<Record<string, Stream<Settings> | Pulled<Settings>>>;
  /**
   * Verifies a webhook over its raw bytes and says what it is about. What it says of a record that can be read is
   * taken as a hint only: platforms send webhooks twice, late and in any order. Verifies first: where
   * JSON, a schema or `Garbled` throws, it is refused as one that cannot be read; anything else is a defect.
   */
  hear?(hook: Hook, settings: Settings, now: Instant): Heard | Promise<Heard>;
  /** How the platform calls, where there is a `hear`; only by `POST`, and not from pages, unless said otherwise. */
  readonly hooks?: Hooks;
  /**
   * Settings of a new connection that are made where nobody said them, such as the keys of who sends here. `secret` makes
   * a text that nobody can guess, another each time.
   */
  made?(secret: () => string): Partial<Settings>;
  /** What whoever has just connected reads, in lines: how to send to this address, with the settings that were made. */
  howToSend?(address: string, made: Partial<Settings>): string;
  /**
   * The directory of our own machine, as an absolute path, that a connection reads: its files are asked for like anything
   * else, at `file:` addresses below it. No connection reaches any other file.
   */
  directory?(settings: Settings): string | undefined;
  /** Writes a tag, a metafield, a group or a segment of a customer back. The same writing twice must be the same as once. */
  write?(writing: Writing, context: Context<Settings>): Promise<'written' | 'gone'>;
  /**
   * Whether a customer has what a writing would add. Asked before it is added: what was there already is the merchant's own. Left
   * out where nobody else can have put it there.
   */
  holds?(writing: Writing, context: Context<Settings>): Promise<boolean | 'gone'>;
  /** What of these can be written; all of them unless said otherwise. */
  readonly writes?: readonly Writing['what'][];
  /** Where the platform has a language for segments: `segment` is then written by its query, and not customer by customer. */
  readonly wholeSegments?: WholeSegments<Settings>;
  /** Why the platform does not take a name for what is written, and what it takes, in words that follow the name; asked before anything is. */
  refusesName?(place: Pick<Writing, 'what' | 'name'>): string | undefined;
  /** The segments that the merchant has there, all of them. */
  segments?(context: Context<Settings>): Promise<readonly PlatformSegment[]>;
  /** The custom attributes of customers that the merchant has defined there, all of them, whether anybody has one or not. */
  attributes?(context: Context<Settings>): Promise<readonly DefinedAttribute[]>;
}

/** One kind of thing that a platform knows. An *object* is what the platform sends; it is decoded to records of ours. */
export interface Stream<Settings extends object = object> {
  /**
   * The kind of the record that an object mainly is. `any` where each object is one record, of whatever kind: what is
   * met of it in an older version then counts for nothing, also where it is gone.
   */
  readonly kind: RecordKind | 'any';
  /**
   * The object's id, read without decoding it: an object that cannot be decoded must not look as if it were gone.
   * Undefined where there is none to be found.
   */
  id(object: Json): string | undefined;
  /**
   * What the object says: its record and those that are derived from it (a guest of an order), with ids made from the
   * object's. What it said before and no longer says is gone. Throws where it cannot be read: the object is then
   * refused with that reason, and kept as it came.
   */
  decode(object: Json, settings: Settings): readonly RecordInput[] | Gone;
  /** One object as it is now, undefined where the platform has it no more: for hints, and before it is called gone. */
  read?(id: string, context: Context<Settings>): Promise<Json | undefined>;
  /** Where several are told at once: for many hints. Those that do not come, or all where it fails, are read by `read`. */
  readonly together?: Together<Settings>;
}

/** Objects of a stream by their ids, in as few requests as one. */
export interface Together<Settings extends object = object> {
  /** So many ids at the most. */
  readonly most: number;
  /** Those of the objects that there are, as they are now, in any order. */
  read(ids: readonly string[], context: Context<Settings>): Promise<readonly Json[]>;
}

/** A stream that can be asked for. */
export interface Pulled<Settings extends object = object, Cursor extends Json = Json> extends Stream<Settings> {
  readonly facts: Facts;
  readonly cursor: CursorForm<Cursor>;
  /**
   * Where a round begins. A round of `changes` brings at least what changed at `since` or later, a `sweep` at least what
   * happened then or later whatever its change time says; both bring everything where `since` is undefined. `last` is the
   * cursor at which the last complete round of changes ended: for sources that tell changes by it and not by time.
   */
  start(since: Instant | undefined, round: Round, settings: Settings, last?: Cursor): Cursor;
  /** One request's worth. `expired` where the platform takes this cursor no longer: the round is then begun anew. */
  pull(cursor: Cursor, context: Context<Settings>): Promise<Page<Cursor> | 'expired'>;
  /**
   * The same page, each object with as little as its id and what the cursor goes by. Asked for where the platform fails
   * with the page again and again: its objects are then read one by one, and only those that it fails with are refused.
   */
  skim?(cursor: Cursor, context: Context<Settings>): Promise<Page<Cursor> | 'expired'>;
}

export type Round = 'changes' | 'sweep';

export interface Page<Cursor extends Json = Json> {
  readonly objects: readonly Json[];
  readonly next: Cursor;
  /** True where nothing is left to ask in this round. */
  readonly done: boolean;
  /** Not everything that there is was shown: what is not met in this round is not gone for that. */
  readonly partial?: boolean;
  /**
   * The platform read these objects some time ago, if not before the round began: an object that was read since, on a page
   * before this one or for what was heard of it, is newer.
   */
  readonly stale?: boolean;
  /**
   * How many objects the platform says that there are from this page on. It is gone by on the first page that says it, of a
   * round that brings everything, and for people only: it need not be exact.
   */
  readonly total?: number | undefined;
  /**
   * The platform works on what was asked for: the next page is asked for when so many milliseconds are over, a day at the
   * most. That is no page that repeats itself, however often it is said; after 14 days of nothing else it is given up.
   */
  readonly waitMs?: number;
}

/** What is true of the platform, and no code can mend. The laws hold a connector to it. */
export interface Facts {
  /** The grain of the platform's clock in milliseconds: changes closer together may share a time. */
  readonly grainMs: number;
  /** Milliseconds until lists show what was changed; 0 where they do at once. */
  readonly settlesMs: number;
  /** What does not move the time that rounds of changes go by. Where this is not empty, a sweep makes up for it. */
  readonly misses: readonly Missed[];
  readonly sweeps: readonly Sweep[];
  /** Rounds of changes begin no more often; for a list that can only be read whole. */
  readonly everyMs?: number;
}

/** What may happen to a record. `late` is a record that appears with an older change time than others before it. */
export const MISSED = ['edit', 'payment', 'refund', 'deletion', 'late'] as const;
export type Missed = (typeof MISSED)[number];

/** Reading again what is known: how often, and how far back. Only one without `backMs` reads everything, and so tells what is gone. */
export interface Sweep {
  readonly everyMs: number;
  readonly backMs?: number;
}

export interface CursorForm<Cursor extends Json> {
  /** Counted up with each change of its form. */
  readonly version: number;
  readonly schema: z.ZodType<Cursor>;
  /** Reads a cursor of an older form. Without it, or where it answers undefined, the round is begun anew. */
  migrate?(cursor: Json, version: number): Cursor | undefined;
}

/** The whole object is gone: deleted, erased at a person's wish, or out of sight (in the trash). */
export interface Gone {
  readonly gone: Why;
  /** Since when, as the platform says it: webhooks that come late are ordered by it. */
  readonly at?: Instant;
}
export type Why = 'deleted' | 'redacted' | 'hidden';

export interface Limits<Settings extends object = object> {
  /** Whose budget a request is from: all connections of one process with the same key share it. */
  key(settings: Settings): string;
  /** Requests a second in the long run, and at once. */
  readonly perSecond: number;
  readonly burst: number;
  /** Requests a second in the long run with these settings, where the merchant may choose. */
  pace?(settings: Settings): number;
  /** What an answer says about the budget, beside the status 429 and `Retry-After`, which the runner knows. */
  learn?(answer: Answer): Learned | undefined;
}

export interface Learned {
  /** Nothing is asked on this budget for so long. */
  readonly waitMs?: number;
  /** True where the answer is no answer, but says that there is no budget: the request is made again. */
  readonly refused?: boolean;
  /** The status that is meant, where the platform answers 200 whatever becomes of a request, as GraphQL does. */
  readonly status?: number;
}

export interface Tokens<Settings extends object = object> {
  /** Gets a token, with what was kept of the one before (a refresh token), through requests that are not signed. */
  obtain(kept: Json | undefined, context: Context<Settings>): Promise<Token>;
}

export interface Token {
  readonly access: string;
  /** Absent where it lasts until it is refused. */
  readonly expiresAt?: Instant;
  /** What the next one is got with; stored encrypted, before the token is used. */
  readonly kept?: Json;
}

/** What a step is given. */
export interface Context<Settings extends object = object> {
  readonly settings: Settings;
  /** Our clock when the step began. */
  readonly now: Instant;
  /**
   * Makes a request: signed, within the budget, again where the network, the platform or its rate limit failed it.
   * Resolves for a status of 2xx and those of `answers`; otherwise it does not come back to the step, which is over.
   */
  ask(request: Ask): Promise<Answer>;
  /**
   * What steps of this run put aside under a name; empty where none did. There is one at a time: what lies under another name
   * is gone then.
   */
  spool(name: string): Promise<Spool>;
}

export interface Ask {
  readonly url: string;
  /** `GET` unless said otherwise. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Added to the address; what is undefined is left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; text and forms as they are. */
  readonly body?: Json | URLSearchParams;
  /** Statuses beside 2xx that are an answer: 404 where something may be gone. */
  readonly answers?: readonly number[];
  /** Not made again where no answer came: what was asked for may be done, and twice is not the same as once. */
  readonly once?: true;
  /** The answer is text or bytes, not JSON. */
  readonly as?: 'text' | 'bytes';
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON that came, or the text where that was asked for; null where nothing came, or bytes. */
  readonly body: Json;
  /** What came, where bytes were asked for. */
  readonly bytes?: Uint8Array;
}

export interface Account {
  /** The account's own id on the platform. */
  readonly id: string;
  readonly name?: string;
  /** ISO 4217. */
  readonly currency?: string;
  /** IANA name. */
  readonly timeZone?: string;
  /** What whoever connects it should know, such as what is not shown to us: a sentence each, without secrets. */
  readonly warnings?: readonly string[];
}

/** How webhooks come. */
export interface Hooks {
  /** The setting, a list, of the secrets that webhooks are signed with: while one is being changed there are several. */
  readonly secrets?: string;
  /** Pages of any origin send them, so browsers are told that they may. */
  readonly browsers?: true;
  /** Methods beside `POST` by which the platform tries whether somebody is there; `hear` is asked about them too. */
  readonly tries?: readonly ('GET' | 'HEAD')[];
}

/** A webhook as it came in. */
export interface Hook {
  /** `POST` unless said otherwise. */
  readonly method?: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** The whole address it was sent to: some platforms sign it. */
  readonly url: string;
}

export type Heard =
  /** The platform only tries whether somebody is there. */
  | { readonly outcome: 'ping'; readonly answer?: HookAnswer }
  | { readonly outcome: 'refused'; readonly code: HookRefusal; readonly reason: string }
  | {
      readonly outcome: 'heard';
      /** The delivery's own id; the same again is a repetition. */
      readonly id: string;
      readonly hints?: readonly Hint[];
      /** Objects that it brings whole. */
      readonly objects?: readonly { readonly stream: string; readonly object: Json }[];
      readonly gone?: readonly GoneHint[];
      readonly answer?: HookAnswer;
    };

/**
 * Why a webhook is refused: nobody we know sent it (answered by 401, and not why); whoever sent it is known and it cannot
 * be read (400); or it is larger than this kind may be (413). Of these two the sender is told the reason. `broken` where it
 * is for us to mend: the sender is to try again (503), and the reason is logged, so nothing of what was sent may be in it.
 */
export type HookRefusal = 'unverified' | 'unreadable' | 'too-large' | 'broken';

/** What the platform wants to read, where that is more than that it came (200). */
export interface HookAnswer {
  /** Its content type. */
  readonly type: string;
  readonly body: string;
}

/** Something happened to this object. */
export interface Hint {
  readonly stream: string;
  readonly id: string;
}

/** The object is said to be gone. */
export interface GoneHint extends Hint, Gone {}

/** A segment of the platform's own. */
export interface PlatformSegment {
  readonly id: string;
  readonly name: string;
  /** In the language of Shopify's segments, of which ours is more. */
  readonly query: string;
  /** How many customers of the platform are in it, as it counts them; undefined where it does not say. */
  readonly members?: number;
}

/** A custom attribute as the platform has it defined. */
export interface DefinedAttribute {
  /** Of metafields; others have none. */
  readonly namespace?: string;
  readonly name: string;
  readonly type: 'text' | 'number' | 'date' | 'boolean' | 'list';
}

/** What queries of segments are written in: Shopify's language of its API from 2026-10 on, or before. */
export type SegmentLanguage = 'shopify' | 'shopify-2026-07';

/** The segments of a platform that works out by itself who is in them, by their query. Ids are the platform's. */
export interface WholeSegments<Settings extends object = object> {
  language(settings: Settings): SegmentLanguage;
  /** Undefined where there is none. */
  read(id: string, context: Context<Settings>): Promise<PlatformSegment | undefined>;
  /** Whoever made it; undefined where there is none of this name. */
  named(name: string, context: Context<Settings>): Promise<PlatformSegment | undefined>;
  /** As it stands there then: the platform may write name and query in its own way. */
  make(segment: Pick<PlatformSegment, 'name' | 'query'>, context: Context<Settings>): Promise<PlatformSegment>;
  /** Gives it another query; its name stays. Undefined where there is none of this id. */
  change(
    segment: Pick<PlatformSegment, 'id' | 'query'>,
    context: Context<Settings>,
  ): Promise<PlatformSegment | undefined>;
  /** Removes it; does nothing where it is gone. */
  remove(id: string, context: Context<Settings>): Promise<void>;
  /** How many customers of the platform a query finds there. */
  count(query: string, context: Context<Settings>): Promise<number>;
}

/** Puts a customer into a group, segment or tag of a name, or takes it out; a metafield of that name says that they are in it. */
export interface Writing {
  readonly what: 'tag' | 'metafield' | 'group' | 'segment';
  readonly name: string;
  /** External id of the customer record. */
  readonly customer: string;
  readonly change: 'add' | 'remove';
}

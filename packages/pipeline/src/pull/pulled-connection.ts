import { isDeepStrictEqual } from 'node:util';
import {
  type Account,
  type Connector,
  type Counts,
  type Failure,
  type Heard,
  type Host,
  type PlatformSegment,
  type Progress,
  type Retried,
  Runner,
  readSettings,
  type SegmentLanguage,
  type Stepped,
  type Stopped,
  type Synced,
  type Taken,
  type WorkOnSegments,
  type Writing,
} from '@clientele/connector-kit';
import type { JsonValue, PulledAccount, StoredRefused } from '@clientele/ledger';
import { msOfInstant, type Shop } from '@clientele/model';
import { declareDefined } from '../custom-attributes.js';
import type { Parts } from '../parts.js';
import { type Carried, carryPages, sumCarried } from './carry-pages.js';
import { dueAfter } from './due.js';
import { refusedObject, StoredKeep } from './stored-keep.js';

/** What a connection needs of the outside, beside the stores and their clock. */
export type PullHost = Omit<Host, 'keep' | 'now'>;

export interface PullParts extends Parts {
  /** All kinds of platform that can be pulled. */
  readonly connectors: readonly Connector[];
  readonly host: PullHost;
  /** Runs work that writes to a shop after all such work before it. */
  readonly inTurn: <T>(shop: Shop['id'], work: () => Promise<T>) => Promise<T>;
}

/** How a sync ended, and what it found. Whatever the outcome, what was read is kept. */
export interface Pulled {
  readonly outcome: 'done' | 'stopped' | 'paused' | 'failed';
  /** Set where it failed. */
  readonly code: string | null;
  /** Why it went no further. */
  readonly sentence: string | null;
  /** By stream. */
  readonly counts: Readonly<Record<string, Counts>>;
  readonly requests: number;
  /** What went to the warehouse, also of an earlier sync that was cut short. */
  readonly carried: Carried;
}

const DAY_MS = 86_400_000;
const NOTHING: Carried = { items: 0, orders: 0, customers: 0, events: 0 };

export interface PullOptions {
  /** Reads everything again, and finds what is gone. */
  readonly full?: boolean;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/** A connection of a platform that is asked for what is new; there must be one of each at a time. */
export class PulledConnection {
  readonly #parts: PullParts;
  readonly #shop: Shop;
  readonly #name: string;
  readonly #runner: Runner<object>;
  #carried = NOTHING;
  #isChecked = false;
  /** When it was last asked what is defined on the platform. */
  #definedMs = Number.NEGATIVE_INFINITY;

  constructor(parts: PullParts, shop: Shop, name: string, connector: Connector, settings: object) {
    this.#parts = parts;
    this.#shop = shop;
    this.#name = name;
    const { ledger, clock, host } = parts;
    const carry = () => this.#carry();
    const keep = new StoredKeep({ ledger, clock, shop: shop.id, connection: name, carry });
    this.#runner = new Runner(connector, settings, { ...host, now: clock, keep });
  }

  /** Pulls what is new, and remembers how that went and when it is due again. Profiles follow when the street is advanced. */
  async sync({ full = false, onProgress, signal }: PullOptions = {}): Promise<Pulled> {
    this.#carried = NOTHING;
    await this.#declareDefined();
    const synced = await this.#onItsAccount(() =>
      this.#runner.sync({
        isNow: full,
        sweeping: full ? 'now' : 'due',
        ...(onProgress && { onProgress }),
        ...(signal && { signal }),
      }),
    );
    const why = 'traffic' in synced ? synced.why : synced;
    const pulled = pulledOf(synced, why, this.#carried);
    await this.#remember(pulled, why);
    return pulled;
  }

  /** Tries objects of the platform again that were refused, and says what became of them; of files, nothing is done. */
  retry(refused: readonly StoredRefused[]): Promise<Retried> {
    const objects = refused.flatMap((input) => refusedObject(input) ?? []);
    return this.#onItsAccount(() => this.#runner.retry(objects));
  }

  /** Takes what was heard, by the turn of this connection; durable when it is done. */
  take(heard: readonly Heard[]): Promise<Taken> {
    return this.#onItsAccount(() => this.#runner.take(heard));
  }

  /** Writes back; only to the account that was connected. */
  write(writing: Writing): Promise<Stepped<'written' | 'gone' | 'unsupported'>> {
    return this.#onItsAccount(() => this.#runner.write(writing));
  }

  /** Whether the platform has already what a writing would add. */
  holds(writing: Writing): Promise<Stepped<boolean | 'gone' | 'unknown'>> {
    return this.#onItsAccount(() => this.#runner.holds(writing));
  }

  /** The segments that the merchant has on the platform. */
  segments(): Promise<Stepped<readonly PlatformSegment[]>> {
    return this.#onItsAccount(() => this.#runner.segments());
  }

  /** What segments are written in that are kept there as a whole; undefined where there are none such. Nobody is asked. */
  get segmentLanguage(): SegmentLanguage | undefined {
    return this.#runner.segmentLanguage;
  }

  /** Works with the segments that are kept there as a whole; only of the account that was connected. */
  whole<Result>(work: WorkOnSegments<object, Result>): Promise<Stepped<Result | 'unsupported'>> {
    return this.#onItsAccount(() => this.#runner.whole(work));
  }

  /** Whatever brings records of an account or writes to it, it is the one that was connected: asked once a process. */
  async #onItsAccount<Done>(work: () => Promise<Done>): Promise<Done | Stopped> {
    return (await this.#isAnother()) ?? work();
  }

  /**
   * What the merchant has defined can be asked for before anybody has it, and is what its definition says. Where that cannot
   * be told, values tell it as they come.
   */
  async #declareDefined(): Promise<void> {
    const { ledger, clock, inTurn } = this.#parts;
    const nowMs = msOfInstant(clock());
    if (nowMs - this.#definedMs < DAY_MS) return;
    const told = await this.#onItsAccount(() => this.#runner.attributes());
    if (told.outcome !== 'done') return;
    this.#definedMs = nowMs;
    if (told.result.length === 0) return;
    await inTurn(this.#shop.id, () => declareDefined(ledger, this.#shop.id, told.result));
  }

  async #carry(): Promise<void> {
    const { inTurn } = this.#parts;
    const carried = await inTurn(this.#shop.id, () => carryPages(this.#parts, this.#shop, this.#name));
    this.#carried = sumCarried(this.#carried, carried);
  }

  /** Why the account is not known to be the one that was connected. */
  async #isAnother(): Promise<Stopped | undefined> {
    if (this.#isChecked) return undefined;
    const checked = await this.#runner.check();
    if (checked.outcome !== 'done') return checked;
    const { pulls } = this.#parts.ledger;
    const known = (await pulls.get(this.#shop.id, this.#name))?.account;
    const reached = accountOf(checked.result);
    if (known?.id !== reached.id) return anotherAccount(this.#name, known, reached);
    if (!isDeepStrictEqual(known, reached)) await pulls.keepAccount(this.#shop.id, this.#name, reached);
    this.#isChecked = true;
    return undefined;
  }

  async #remember({ outcome, code, sentence }: Pulled, why: Stopped | undefined): Promise<void> {
    const { ledger, clock } = this.#parts;
    const at = clock();
    const failures = ((await ledger.pulls.get(this.#shop.id, this.#name))?.failures ?? 0) + 1;
    const due = () => {
      if (why?.outcome === 'paused') return why.until;
      if (outcome === 'stopped') return at;
      return dueAfter(at, outcome === 'failed' ? failures : 0);
    };
    await ledger.pulls.end(this.#shop.id, this.#name, { outcome, code, sentence, at, dueAt: due() });
  }
}

/** What is kept of an account. */
export function accountOf({ id, name, warnings = [] }: Account): PulledAccount {
  return { id, ...(name !== undefined && { name }), ...(warnings.length > 0 && { warnings }) };
}

/** The failure of a connection that reaches another account than the one whose records it has. */
export function anotherAccount(name: string, known: PulledAccount | undefined, reached: PulledAccount): Failure {
  return {
    outcome: 'failed',
    code: 'denied',
    sentence:
      `the connection ${name} was made for the account ${known?.id ?? '(none)'} and reaches ${reached.id} now: ` +
      'give it the settings of its own account, or connect the other one under another name',
  };
}

/** A connection's settings as they are stored, read by its connector. */
export function storedSettings({ settings }: Connector, config: JsonValue, secrets: JsonValue | undefined) {
  return readSettings(settings, { ...Object(config), ...Object(secrets) });
}

function pulledOf(synced: Synced | Stopped, why: Stopped | undefined, carried: Carried): Pulled {
  const { counts, traffic } = 'traffic' in synced ? synced : { counts: {}, traffic: { requests: 0 } };
  return {
    outcome: synced.outcome,
    code: why?.outcome === 'failed' ? why.code : null,
    sentence: why?.sentence ?? null,
    counts,
    requests: traffic.requests,
    carried,
  };
}

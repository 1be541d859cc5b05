import { isDeepStrictEqual } from 'node:util';
import {
  type Account,
  apart,
  type Connector,
  type Heard,
  hasPulled,
  MemoryKeep,
  type PlatformSegment,
  type Retried,
  Runner,
  readSettings,
  type SegmentLanguage,
  type Stepped,
  type Stopped,
  type Taken,
  type WorkOnSegments,
  type Writing,
} from '@clientele/connector-kit';
import type { Connection, JsonValue, Ledger, Pull, StoredRefused } from '@clientele/ledger';
import { msOfInstant, type Shop } from '@clientele/model';
import { dueAfter } from './due.js';
import {
  accountOf,
  anotherAccount,
  type Pulled,
  PulledConnection,
  type PullOptions,
  type PullParts,
  storedSettings,
} from './pulled-connection.js';

/** Why a connection cannot be used, with a sentence that says how to mend it. */
export interface Unusable {
  readonly outcome: 'unusable';
  readonly sentence: string;
}

/** Settings that were tried: the account that they reach, and what to keep of them. */
export type Tried =
  | { readonly outcome: 'reached'; readonly account: Account; readonly settings: object; readonly token?: JsonValue }
  | Unusable
  | Stopped;

interface Open {
  readonly config: JsonValue;
  readonly secrets: JsonValue | undefined;
  readonly connection: PulledConnection;
  /** What works with it now: settings that change meanwhile count when none does, since there is one of a connection at a time. */
  users: number;
  /** What it signs in with counts no more: it is let go of when nothing works with it any more. */
  isOver: boolean;
}

/** Why a connection has ended that somebody disconnected here. */
const BY_HAND = 'it was disconnected; connected again, it goes on from here';

/** The pulled connections of all shops in this process: each is pulled once at a time, whoever asks. */
export class PulledConnections {
  readonly #parts: PullParts;
  readonly #open = new Map<string, Open>();
  readonly #underWay = new Map<string, Promise<Pulled | Unusable>>();
  /** Full ones that have not begun. */
  readonly #next = new Map<string, Promise<Pulled | Unusable>>();
  readonly #stopped = new AbortController();
  /** Of syncs under way, what ends them. */
  readonly #ending = new Map<string, AbortController>();

  constructor(parts: PullParts) {
    this.#parts = parts;
  }

  /** What can be connected. */
  get kinds(): string[] {
    return this.#parts.connectors.map(({ id }) => id);
  }

  /** The connector of a kind. */
  connector(kind: string): Connector | undefined {
    return this.#parts.connectors.find(({ id }) => id === kind);
  }

  /** Tries settings as they were given: reads them, and reaches the account. Nothing is stored. */
  async try(connector: Connector, given: object): Promise<Tried> {
    const reading = readSettings(connector.settings, given);
    if (reading.outcome === 'invalid') return { outcome: 'unusable', sentence: reading.reason };
    const { host, clock } = this.#parts;
    const keep = new MemoryKeep();
    const { settings } = reading;
    const checked = await new Runner(connector, settings, { ...host, now: clock, keep }).check();
    if (checked.outcome !== 'done') return checked;
    const token = await keep.token();
    return { outcome: 'reached', account: checked.result, settings, ...(token !== undefined && { token }) };
  }

  /** Makes a connection of settings that were tried, or gives one that exists these settings. It is due at once. */
  async connect(
    shop: Shop,
    name: string,
    connector: Connector,
    { account, settings, token }: Extract<Tried, { outcome: 'reached' }>,
  ): Promise<'connected' | 'changed' | Unusable> {
    const { ledger, clock } = this.#parts;
    const { open, secret } = apart(connector.settings, settings);
    const now = clock();
    const reached = {
      connection: { name, connector: connector.id, config: open, createdAt: now },
      secrets: secret,
      account: accountOf(account),
      ...(token !== undefined && { token }),
    };
    const stored = await ledger.pulls.connect(shop.id, reached, now);
    switch (stored.outcome) {
      case 'created':
        return 'connected';
      case 'changed':
        return 'changed';
      case 'other-connector': {
        const sentence = `the connection ${name} is one of ${stored.connector}: choose another name with --name`;
        return { outcome: 'unusable', sentence };
      }
      case 'other-account':
        return { outcome: 'unusable', sentence: anotherAccount(name, stored.account, reached.account).sentence };
    }
  }

  /**
   * Ends a connection, with a sentence that says why where that was not by hand: it is not asked any more, and all that it signs in with is gone, here
   * and on the disk; a sync that is under way ends between two pages. What it has brought stays; connecting it once
   * more goes on from there.
   */
  async disconnect(shop: Shop, name: string, sentence = BY_HAND): Promise<void> {
    const { ledger, clock } = this.#parts;
    await ledger.pulls.disconnect(shop.id, name, sentence, clock());
    const key = keyOf(shop, name);
    this.#ending.get(key)?.abort();
    this.signInAnew(shop, name);
  }

  /**
   * Undoes the end of a connection that an app of ours feeds, which is in the account yet: whoever comes next from there
   * brings access to it. Of others what they signed in with is gone.
   */
  async resume(shop: Shop, name: string): Promise<'resumed' | Unusable> {
    const { ledger, clock } = this.#parts;
    if (!(await resumable(ledger, shop)).has(name)) {
      return { outcome: 'unusable', sentence: `what ${name} signed in with is gone: connect it again` };
    }
    await ledger.pulls.resume(shop.id, name, `${name} is being connected again`, clock());
    return 'resumed';
  }

  /** Has a connection get another token where it is used next, such as one with rights that it has been given since. */
  signInAnew(shop: Shop, name: string): void {
    const key = keyOf(shop, name);
    const open = this.#open.get(key);
    if (open !== undefined) open.isOver = true;
    this.#letGo(key, open);
  }

  /** What is stored of a connection's settings, secrets among them; nothing where there is no such connection. */
  async stored(shop: Shop, name: string): Promise<object> {
    const { ledger } = this.#parts;
    const connection = await ledger.connections.get(shop.id, name);
    const secrets = await ledger.connections.secrets(shop.id, name);
    return { ...Object(connection?.config ?? {}), ...Object(secrets ?? {}) };
  }

  /**
   * Pulls what is new of a connection. Where that is under way already, its end is awaited; a full one is then made
   * anew, since the other may have passed what it was to read again: one for all who asked before it began.
   */
  async sync(shop: Shop, name: string, options: PullOptions = {}): Promise<Pulled | Unusable> {
    const told = await this.#onlyTold(shop, name);
    if (told !== undefined) return told;
    const key = keyOf(shop, name);
    const underWay = this.#underWay.get(key);
    if (underWay === undefined) return this.#begin(shop, name, options);
    if (options.full !== true) return underWay;
    const next = this.#next.get(key) ?? this.#afterOthers(shop, name, options);
    this.#next.set(key, next);
    return next;
  }

  /** The connections of a shop that can be asked for what is new; not those that have ended. */
  async asked(shop: Shop): Promise<string[]> {
    return (await this.#asked(shop)).map(({ connection }) => connection);
  }

  /** Those of them that are due and not being pulled. */
  async due(shop: Shop): Promise<string[]> {
    const now = msOfInstant(this.#parts.clock());
    return (await this.#asked(shop))
      .filter(({ dueAt, connection }) => msOfInstant(dueAt) <= now && !this.#underWay.has(keyOf(shop, connection)))
      .map(({ connection }) => connection);
  }

  isUnderWay(shop: Shop, name: string): boolean {
    return this.#underWay.has(keyOf(shop, name));
  }

  /** Tries objects of a connection again that were refused: see {@link PulledConnection.retry}. */
  retry(shop: Shop, name: string, refused: readonly StoredRefused[]): Promise<Retried | Unusable> {
    return this.#with(shop, name, (connection) => connection.retry(refused));
  }

  /** Takes what was heard of a connection, between the pages of a sync where one is under way. */
  take(shop: Shop, name: string, heard: readonly Heard[]): Promise<Taken | Unusable> {
    return this.#with(shop, name, (connection) => connection.take(heard));
  }

  /** Writes to a connection's platform. */
  write(shop: Shop, name: string, writing: Writing): Promise<Stepped<'written' | 'gone' | 'unsupported'> | Unusable> {
    return this.#with(shop, name, (connection) => connection.write(writing));
  }

  /** Whether a connection's platform has already what a writing would add. */
  holds(shop: Shop, name: string, writing: Writing): Promise<Stepped<boolean | 'gone' | 'unknown'> | Unusable> {
    return this.#with(shop, name, (connection) => connection.holds(writing));
  }

  /** The segments that the merchant has on a connection's platform. */
  segments(shop: Shop, name: string): Promise<Stepped<readonly PlatformSegment[]> | Unusable> {
    return this.#with(shop, name, (connection) => connection.segments());
  }

  /** What segments are written in that are kept as a whole on a connection's platform; undefined where there are none such. */
  segmentLanguage(shop: Shop, name: string): Promise<Stepped<SegmentLanguage | undefined> | Unusable> {
    return this.#with(shop, name, async ({ segmentLanguage: result }) => ({ outcome: 'done', result }));
  }

  /** Works with the segments that are kept as a whole on a connection's platform. */
  whole<Result>(
    shop: Shop,
    name: string,
    work: WorkOnSegments<object, Result>,
  ): Promise<Stepped<Result | 'unsupported'> | Unusable> {
    return this.#with(shop, name, (connection) => connection.whole(work));
  }

  /** Ends all syncs between two pages, and resolves when they have. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.allSettled(this.#underWay.values());
  }

  async #asked(shop: Shop): Promise<Pull[]> {
    const { ledger } = this.#parts;
    const pulls = await ledger.pulls.list(shop.id);
    if (pulls.length === 0) return [];
    const kinds = new Map((await ledger.connections.list(shop.id)).map(({ name, connector }) => [name, connector]));
    const isTold = (kind: string | undefined) => {
      const connector = this.connector(kind ?? '');
      return connector !== undefined && !hasPulled(connector);
    };
    return pulls.filter(({ connection, endedAt }) => endedAt === null && !isTold(kinds.get(connection)));
  }

  /** Says so of a connection that is told what is new, and cannot be asked. */
  async #onlyTold(shop: Shop, name: string): Promise<Unusable | undefined> {
    const stored = await this.#parts.ledger.connections.get(shop.id, name);
    const connector = stored && this.connector(stored.connector);
    if (connector === undefined || hasPulled(connector)) return undefined;
    const sentence = `the connection ${name} is one of ${connector.id}, which tells what is new by itself: there is nothing to pull`;
    return { outcome: 'unusable', sentence };
  }

  #begin(shop: Shop, name: string, options: PullOptions): Promise<Pulled | Unusable> {
    const key = keyOf(shop, name);
    const ending = new AbortController();
    const signal = AbortSignal.any([options.signal ?? this.#stopped.signal, ending.signal]);
    const sync = this.#sync(shop, name, { ...options, signal }).finally(() => {
      this.#underWay.delete(key);
      this.#ending.delete(key);
    });
    this.#underWay.set(key, sync);
    this.#ending.set(key, ending);
    return sync;
  }

  /** Begins when none is under way; until then, whoever asks for the same waits with it. */
  async #afterOthers(shop: Shop, name: string, options: PullOptions): Promise<Pulled | Unusable> {
    const key = keyOf(shop, name);
    for (let underWay = this.#underWay.get(key); underWay !== undefined; underWay = this.#underWay.get(key)) {
      await Promise.allSettled([underWay]);
    }
    this.#next.delete(key);
    return this.#begin(shop, name, options);
  }

  async #sync(shop: Shop, name: string, options: PullOptions): Promise<Pulled | Unusable> {
    const synced = await this.#with(shop, name, (connection) => connection.sync(options));
    if (synced.outcome !== 'unusable') return synced;
    const { ledger, clock } = this.#parts;
    const at = clock();
    const { sentence } = synced;
    await ledger.pulls.end(shop.id, name, {
      outcome: 'failed',
      code: 'unusable',
      sentence,
      at,
      // To find out whether it can be used again, nobody is asked: it need not wait longer.
      dueAt: dueAfter(at, 0),
    });
    return synced;
  }

  async #with<T>(shop: Shop, name: string, work: (connection: PulledConnection) => Promise<T>): Promise<T | Unusable> {
    const opened = await this.#opened(shop, name);
    if ('outcome' in opened) return opened;
    opened.users += 1;
    try {
      return await work(opened.connection);
    } finally {
      opened.users -= 1;
      this.#letGo(keyOf(shop, name), opened);
    }
  }

  #letGo(key: string, open: Open | undefined): void {
    if (open?.isOver === true && open.users === 0 && this.#open.get(key) === open) this.#open.delete(key);
  }

  async #opened(shop: Shop, name: string): Promise<Open | Unusable> {
    const { ledger } = this.#parts;
    const stored = await ledger.connections.get(shop.id, name);
    const connector = stored && this.connector(stored.connector);
    if (stored === undefined || connector === undefined) {
      const isPulled = (await ledger.pulls.get(shop.id, name)) !== undefined;
      return isPulled && stored !== undefined ? withoutConnector(stored) : notPulled(shop, name, stored);
    }
    const { endedAt, end } = (await ledger.pulls.get(shop.id, name)) ?? { endedAt: null, end: null };
    if (endedAt !== null) return { outcome: 'unusable', sentence: end?.sentence ?? `the connection ${name} has ended` };
    const { config } = stored;
    const secrets = await ledger.connections.secrets(shop.id, name);
    const key = keyOf(shop, name);
    const open = this.#open.get(key);
    const isSame = isDeepStrictEqual([open?.config, open?.secrets], [config, secrets]);
    if (open !== undefined && (isSame || open.users > 0)) return open;
    const reading = storedSettings(connector, config, secrets);
    if (reading.outcome === 'invalid') {
      const sentence = `the settings of the connection ${name} are not those of this release (${reading.reason}): connect it again`;
      return { outcome: 'unusable', sentence };
    }
    const connection = new PulledConnection(this.#parts, shop, name, connector, reading.settings);
    const opened = { config, secrets, connection, users: 0, isOver: false };
    this.#open.set(key, opened);
    return opened;
  }
}

/** The connections of a shop that an app of ours feeds, and is there to feed again. */
export async function resumable({ appInstallations }: Pick<Ledger, 'appInstallations'>, { id }: Shop) {
  const installed = (await appInstallations.list(id)).filter(({ removedAt }) => removedAt === null);
  return new Set(installed.map(({ connection }) => connection));
}

function keyOf(shop: Shop, name: string): string {
  return `${shop.id} ${name}`;
}

function notPulled(shop: Shop, name: string, stored: Connection | undefined): Unusable {
  const sentence =
    stored === undefined
      ? `the shop ${shop.id} has no connection ${name}`
      : `the connection ${name} is one of ${stored.connector}, which is not asked for what is new`;
  return { outcome: 'unusable', sentence };
}

/** Another process, that has the connector, connected it. */
function withoutConnector({ name, connector }: Connection): Unusable {
  const sentence = `the connection ${name} is one of ${connector}, a connector that is not loaded: have CLIENTELE_CONNECTORS name its package, for the server and for each command`;
  return { outcome: 'unusable', sentence };
}

import type { SegmentLanguage, Stepped, Stopped } from '@clientele/connector-kit';
import type { WriteBack, WriteBackDraft, WriteBackEnd, WrittenCustomer, WrittenPlace } from '@clientele/ledger';
import { type Instant, msOfInstant, type Shop } from '@clientele/model';
import type { Parts } from '../parts.js';
import { dueAfter } from '../pull/due.js';
import type { PulledConnections, Unusable } from '../pull/pulled-connections.js';
import { planOf, type WriteStep } from './plan.js';
import { type PlannedWhole, planWhole } from './plan-whole.js';
import { wantedCustomers } from './wanted-customers.js';
import { wholeQuery } from './whole-query.js';
import { askWhole, takenName, type WholeDone, WholeSegmentThere } from './whole-segment.js';
import { customersWritten, NO_CUSTOMERS, sumCounts, type WrittenCounts, writeToCustomer } from './written-customers.js';

/** So often it is looked whether what was written is still there. */
const LOOK_MS = 86_400_000;
/** Changes are shown so often, in steps. */
const TELL_EVERY = 20;

/** How a run ended; what it did is kept whatever the outcome, and the next one goes on there. */
export interface WroteBack extends WrittenCounts {
  readonly outcome: WriteBackEnd['outcome'];
  /** Why it went no further. */
  readonly sentence: string | null;
  /** What became of a segment that the platform keeps by its query, which is written to no customer; null of others. */
  readonly whole: WholeDone | null;
}

/** What the next run would do. A platform is asked only about a segment that it keeps by its query. */
export interface PlannedWriteBack {
  readonly outcome: 'planned';
  readonly members: number;
  /** Customer records of the connection that these members have. */
  readonly customers: number;
  readonly add: number;
  readonly remove: number;
  /** Set where the platform keeps it by its query: nobody is then added or removed by us. */
  readonly whole: PlannedWhole | null;
}

export type RefusedWriteBack = {
  readonly outcome: 'refused';
  readonly code: 'write-back.unwritable' | 'write-back.taken' | 'write-back.not-found' | 'write-back.unasked';
  readonly message: string;
};

export interface WriteBackOptions {
  /** Looks also whether what was written before is still there, which is otherwise done once a day. */
  readonly looks?: boolean;
  readonly onProgress?: (done: number, of: number) => void;
  readonly signal?: AbortSignal;
}

/** What keeping segments asks of the connections. */
export type WrittenConnections = Pick<PulledConnections, 'connector' | 'holds' | 'segmentLanguage' | 'whole' | 'write'>;

type End = Pick<WroteBack, 'outcome' | 'sentence'> & { readonly until?: Instant };

const DONE: End = { outcome: 'done', sentence: null };
const STOPPED: End = { outcome: 'stopped', sentence: null };

/**
 * Keeps segments on platforms, as tags, metafields, groups or segments there. Only what we put there is ever taken off; each write is
 * noted before it is asked for, so that no crash makes us forget what is ours.
 */
export class WrittenSegments {
  readonly #parts: Parts;
  readonly #connections: WrittenConnections;
  readonly #underWay = new Map<string, Promise<WroteBack | RefusedWriteBack>>();
  readonly #stopped = new AbortController();

  constructor(parts: Parts, connections: WrittenConnections) {
    this.#parts = parts;
    this.#connections = connections;
  }

  /** Keeps a segment at a place from now on; the first run is due at once. */
  async create(
    shop: Shop,
    draft: WriteBackDraft,
  ): Promise<{ readonly outcome: 'created' | 'exists'; readonly writeBack: WriteBack } | RefusedWriteBack> {
    const refused = (await this.#unwritable(shop, draft)) ?? (await this.#unwritableWhole(shop, draft));
    if (refused !== undefined) return refused;
    const { ledger, clock } = this.#parts;
    const made = await ledger.writeBacks.create(shop.id, draft, clock());
    if (made.outcome === 'taken') {
      const { what, name, connection, segment } = made.writeBack;
      const other = (await ledger.segments.list(shop.id)).find(({ id }) => id === segment);
      const message = `the ${what} '${name}' on ${connection} is kept by the segment ${other?.handle ?? segment}: choose another name`;
      return { outcome: 'refused', code: 'write-back.taken', message };
    }
    if (made.outcome === 'created') await this.#writeDown(shop, 'write-back.created', made.writeBack, draft.by);
    return made;
  }

  /** What keeping a segment at a place would do now; nothing is stored or written. */
  async plan(shop: Shop, draft: WriteBackDraft): Promise<PlannedWriteBack | RefusedWriteBack> {
    const refused = (await this.#unwritable(shop, draft)) ?? (await this.#unwritableWhole(shop, draft));
    if (refused !== undefined) return refused;
    const wanted = await wantedCustomers(this.#parts, shop, draft);
    if (wanted.outcome === 'unasked') {
      return { outcome: 'refused', code: 'write-back.unasked', message: wanted.sentence };
    }
    const known = await this.#at(shop, draft);
    const { members } = wanted;
    const all = { outcome: 'planned', members, customers: wanted.customers.size } as const;
    const whole = await planWhole(this.#parts, this.#connections, shop, draft, known);
    if (whole !== undefined) return { ...all, add: 0, remove: 0, whole };
    const written =
      known === undefined
        ? new Map<string, WrittenCustomer>()
        : await customersWritten(this.#parts, shop, known.number);
    const steps = planOf(wanted.customers, written, false);
    const count = (act: WriteStep['act']) => steps.filter((step) => step.act === act).length;
    return { ...all, add: count('add'), remove: count('remove'), whole: null };
  }

  /** From now on it is taken off the platform, and forgotten when a run has done so; with `leave` at once, and nothing is taken off. */
  async takeBack(
    shop: Shop,
    number: number,
    { leave, by }: { readonly leave: boolean; readonly by: string },
  ): Promise<{ readonly outcome: 'taken-back'; readonly writeBack: WriteBack } | RefusedWriteBack> {
    const { ledger, clock } = this.#parts;
    const writeBack = await ledger.writeBacks.get(shop.id, number);
    if (writeBack === undefined) return notFound(shop, number);
    await this.#writeDown(shop, leave ? 'write-back.left' : 'write-back.taken-back', writeBack, by);
    // A run that is under way must not go on writing what is wanted no more.
    await ledger.writeBacks.takeBack(shop.id, number, clock());
    if (leave) {
      // However it ends: it is not wanted any more.
      await Promise.allSettled([this.#underWay.get(keyOf(shop, number))]);
      await ledger.writeBacks.forget(shop.id, number);
    }
    return { outcome: 'taken-back', writeBack };
  }

  /** The numbers of those that are due and not under way. */
  async due(shop: Shop): Promise<number[]> {
    const now = msOfInstant(this.#parts.clock());
    const all = await this.#parts.ledger.writeBacks.list(shop.id);
    return all
      .filter(({ number, dueAt }) => msOfInstant(dueAt) <= now && !this.#underWay.has(keyOf(shop, number)))
      .map(({ number }) => number);
  }

  /** Makes a platform say what the segment says. Where that is under way, its end is awaited. */
  run(shop: Shop, number: number, options: WriteBackOptions = {}): Promise<WroteBack | RefusedWriteBack> {
    const key = keyOf(shop, number);
    const underWay = this.#underWay.get(key);
    if (underWay !== undefined) return underWay;
    const run = this.#run(shop, number, options).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, run);
    return run;
  }

  /** Ends all runs between two writes, and resolves when they have. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.allSettled(this.#underWay.values());
  }

  async #run(shop: Shop, number: number, options: WriteBackOptions): Promise<WroteBack | RefusedWriteBack> {
    const { ledger, clock } = this.#parts;
    const writeBack = await ledger.writeBacks.get(shop.id, number);
    if (writeBack === undefined) return notFound(shop, number);
    const looks = options.looks ?? isLookDue(writeBack, clock());
    const { end, counts, whole } = await this.#write(shop, writeBack, looks, options);
    const { outcome, sentence } = end;
    if (outcome === 'done' && writeBack.isTakenBack) await ledger.writeBacks.forget(shop.id, number);
    else {
      const at = clock();
      const dueAt = dueAgain(at, end, writeBack.failures + 1);
      await ledger.writeBacks.end(shop.id, number, { outcome, sentence, at, dueAt, checked: looks });
    }
    return { outcome, sentence, ...counts, whole };
  }

  async #write(shop: Shop, writeBack: WriteBack, looks: boolean, options: WriteBackOptions) {
    const language = await this.#language(shop, writeBack);
    // Not written to customers for that: what cannot be used now may well keep segments by their query.
    if (language.outcome !== 'done') return { end: stoppedBy(language), counts: NO_CUSTOMERS, whole: null };
    return language.result === undefined
      ? this.#writeEach(shop, writeBack, looks, options)
      : this.#writeWhole(shop, writeBack, looks, language.result);
  }

  /** Writes to each customer who is to have it, and to each who is not to have it any more. */
  async #writeEach(shop: Shop, writeBack: WriteBack, looks: boolean, options: WriteBackOptions) {
    const signal = options.signal ?? this.#stopped.signal;
    const wanted = writeBack.isTakenBack
      ? ({ outcome: 'wanted', customers: new Set<string>() } as const)
      : await wantedCustomers(this.#parts, shop, writeBack, signal);
    let counts = NO_CUSTOMERS;
    const ended = (end: End) => ({ end, counts, whole: null });
    if (wanted.outcome === 'unasked') return ended({ outcome: 'failed', sentence: wanted.sentence });
    const steps = planOf(wanted.customers, await customersWritten(this.#parts, shop, writeBack.number), looks);
    for (const [index, step] of steps.entries()) {
      if (signal.aborted || (await this.#isOvertaken(shop, writeBack, index))) return ended(STOPPED);
      const done = await writeToCustomer(this.#parts, this.#connections, shop, writeBack, step);
      if ('outcome' in done) return ended(stoppedBy(done));
      counts = sumCounts(counts, done);
      if (index % TELL_EVERY === 0) options.onProgress?.(index, steps.length);
    }
    return ended(DONE);
  }

  /** Has the platform ask what the segment asks; it works out by itself who is in it. */
  async #writeWhole(shop: Shop, writeBack: WriteBack, looks: boolean, language: SegmentLanguage) {
    const ended = (end: End, whole: WholeDone | null = null) => ({ end, counts: NO_CUSTOMERS, whole });
    const there = new WholeSegmentThere(this.#parts, this.#connections, shop, writeBack);
    const wrote = async () => {
      if (writeBack.isTakenBack) return there.takeBack();
      const said = await wholeQuery(this.#parts, shop, writeBack, language);
      return said.outcome === 'said' ? there.write(said.query, looks) : said;
    };
    const done = await wrote();
    if (done.outcome !== 'done') return ended(stoppedBy(done));
    const isOvertaken = await this.#isOvertaken(shop, writeBack, 0);
    return ended(isOvertaken ? STOPPED : DONE, done.did);
  }

  /** Whether it is wanted otherwise by now; looked at now and then. */
  async #isOvertaken(shop: Shop, { number, isTakenBack }: WriteBack, index: number): Promise<boolean> {
    if (index % TELL_EVERY !== 0) return false;
    const now = await this.#parts.ledger.writeBacks.get(shop.id, number);
    return now?.isTakenBack !== isTakenBack;
  }

  async #unwritable(shop: Shop, draft: WriteBackDraft): Promise<RefusedWriteBack | undefined> {
    const { connection, what, name } = draft;
    const stored = await this.#parts.ledger.connections.get(shop.id, connection);
    const refused = (message: string) => ({ outcome: 'refused', code: 'write-back.unwritable', message }) as const;
    if (stored === undefined) return refused(`the shop ${shop.id} has no connection ${connection}`);
    const connector = this.#connections.connector(stored.connector);
    const { write, writes } = connector ?? {};
    const kind = `the connection ${connection} is one of ${stored.connector}`;
    if (write === undefined) return refused(`${kind}, to which nothing can be written`);
    if (writes !== undefined && !writes.includes(what))
      return refused(`${kind}, to which no ${what} can be written, but ${writes.join(' or ')}: say so with --as`);
    const wrong = connector?.refusesName?.({ what, name });
    return wrong === undefined ? undefined : refused(`'${name}' ${wrong}`);
  }

  /** Why a platform that keeps segments by their query cannot keep this one: it cannot say it, or has one of that name. */
  async #unwritableWhole(shop: Shop, draft: WriteBackDraft): Promise<RefusedWriteBack | undefined> {
    const language = await this.#language(shop, draft);
    if (language.outcome !== 'done')
      return { outcome: 'refused', code: 'write-back.unwritable', message: language.sentence };
    if (language.result === undefined) return undefined;
    const { connection, name } = draft;
    const said = await wholeQuery(this.#parts, shop, draft, language.result);
    if (said.outcome === 'unasked') return { outcome: 'refused', code: 'write-back.unasked', message: said.sentence };
    if (said.outcome === 'unsaid') {
      const message = `${said.sentence}. Keep it there as a tag (--as tag)`;
      return { outcome: 'refused', code: 'write-back.unwritable', message };
    }
    if ((await this.#at(shop, draft)) !== undefined) return undefined;
    const found = await askWhole(this.#connections, shop, connection, (all, context) => all.named(name, context));
    // Where it cannot be asked now, the run that makes it says so.
    if (found.outcome !== 'done' || found.result === undefined) return undefined;
    return { outcome: 'refused', code: 'write-back.taken', message: takenName(connection, name) };
  }

  /** In what a segment is written to its place; undefined where it is written to customers. */
  async #language(
    shop: Shop,
    { connection, what }: WrittenPlace,
  ): Promise<Stepped<SegmentLanguage | undefined> | Unusable> {
    if (what !== 'segment') return { outcome: 'done', result: undefined };
    return this.#connections.segmentLanguage(shop, connection);
  }

  /** What is kept at a place, whichever segment it is. */
  async #at(shop: Shop, { connection, what, name }: WrittenPlace): Promise<WriteBack | undefined> {
    const all = await this.#parts.ledger.writeBacks.list(shop.id);
    return all.find((one) => one.connection === connection && one.what === what && one.name === name);
  }

  #writeDown(shop: Shop, what: string, { segment, connection, what: as, name }: WriteBack, who: string) {
    const entry = { who, what, subject: segment, detail: `${as} '${name}' on ${connection}` };
    return this.#parts.ledger.auditLog.append(shop.id, entry, this.#parts.clock());
  }
}

function stoppedBy(why: Stopped | { readonly outcome: string; readonly sentence: string }): End {
  const { sentence } = why;
  return 'until' in why ? { outcome: 'paused', sentence, until: why.until } : { outcome: 'failed', sentence };
}

function isLookDue({ checkedAt, createdAt }: WriteBack, now: Instant): boolean {
  return msOfInstant(now) - msOfInstant(checkedAt ?? createdAt) >= LOOK_MS;
}

/** @param failures in a row, with this one */
function dueAgain(
  at: Instant,
  { outcome, until }: { readonly outcome: WriteBackEnd['outcome']; readonly until?: Instant },
  failures: number,
): Instant {
  if (outcome === 'paused') return until ?? at;
  if (outcome === 'stopped') return at;
  return dueAfter(at, outcome === 'failed' ? failures : 0);
}

function notFound({ id }: Shop, number: number): RefusedWriteBack {
  const message = `the shop ${id} has no write-back ${number}: \`clientele segment write-backs\` shows those that there are`;
  return { outcome: 'refused', code: 'write-back.not-found', message };
}

function keyOf({ id }: Shop, number: number): string {
  return `${id} ${number}`;
}

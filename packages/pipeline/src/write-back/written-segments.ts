import type { WriteBack, WriteBackDraft, WriteBackEnd, WrittenCustomer } from '@clientele/ledger';
import { type Instant, msOfInstant, type Shop } from '@clientele/model';
import type { Parts } from '../parts.js';
import { dueAfter } from '../pull/due.js';
import type { PulledConnections } from '../pull/pulled-connections.js';
import { planOf, type WriteStep } from './plan.js';
import { wantedCustomers } from './wanted-customers.js';

/** So often it is looked whether what was written is still there. */
const LOOK_MS = 86_400_000;
/** Changes are shown so often, in steps. */
const TELL_EVERY = 20;

/** What a run did, or would do: customer records by what became of them. */
export interface WrittenCounts {
  /** Put there. */
  readonly added: number;
  /** Taken off. */
  readonly removed: number;
  /** Of those added: what somebody else had taken off, and was put back. */
  readonly restored: number;
  /** There before us, and so left alone. */
  readonly theirs: number;
  /** Of whom the platform has no such customer. */
  readonly gone: number;
}

/** How a run ended; what it did is kept whatever the outcome, and the next one goes on there. */
export interface WroteBack extends WrittenCounts {
  readonly outcome: WriteBackEnd['outcome'];
  /** Why it went no further. */
  readonly sentence: string | null;
}

/** What the next run would do; of whom the platform knows already, nobody is asked. */
export interface PlannedWriteBack {
  readonly outcome: 'planned';
  readonly members: number;
  /** Customer records of the connection that these members have. */
  readonly customers: number;
  readonly add: number;
  readonly remove: number;
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

const NOTHING: WrittenCounts = { added: 0, removed: 0, restored: 0, theirs: 0, gone: 0 };

/**
 * Keeps segments on platforms, as tags, metafields, groups or segments there. Only what we put there is ever taken off; each write is
 * noted before it is asked for, so that no crash makes us forget what is ours.
 */
export class WrittenSegments {
  readonly #parts: Parts;
  readonly #connections: Pick<PulledConnections, 'connector' | 'holds' | 'write'>;
  readonly #underWay = new Map<string, Promise<WroteBack | RefusedWriteBack>>();
  readonly #stopped = new AbortController();

  constructor(parts: Parts, connections: Pick<PulledConnections, 'connector' | 'holds' | 'write'>) {
    this.#parts = parts;
    this.#connections = connections;
  }

  /** Keeps a segment at a place from now on; the first run is due at once. */
  async create(
    shop: Shop,
    draft: WriteBackDraft,
  ): Promise<{ readonly outcome: 'created' | 'exists'; readonly writeBack: WriteBack } | RefusedWriteBack> {
    const refused = await this.#unwritable(shop, draft);
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

  /** What keeping a segment at a place would do now; nothing is stored, and no platform asked. */
  async plan(shop: Shop, draft: WriteBackDraft): Promise<PlannedWriteBack | RefusedWriteBack> {
    const refused = await this.#unwritable(shop, draft);
    if (refused !== undefined) return refused;
    const wanted = await wantedCustomers(this.#parts, shop, draft);
    if (wanted.outcome === 'unasked') {
      return { outcome: 'refused', code: 'write-back.unasked', message: wanted.sentence };
    }
    const { ledger } = this.#parts;
    const { connection, what, name } = draft;
    const known = (await ledger.writeBacks.list(shop.id)).find(
      (one) => one.connection === connection && one.what === what && one.name === name,
    );
    const written = known === undefined ? new Map<string, WrittenCustomer>() : await this.#written(shop, known.number);
    const steps = planOf(wanted.customers, written, false);
    const count = (act: WriteStep['act']) => steps.filter((step) => step.act === act).length;
    const { members, customers } = wanted;
    return { outcome: 'planned', members, customers: customers.size, add: count('add'), remove: count('remove') };
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
    const signal = options.signal ?? this.#stopped.signal;
    const looks = options.looks ?? isLookDue(writeBack, clock());
    const wanted = writeBack.isTakenBack
      ? ({ outcome: 'wanted', customers: new Set<string>() } as const)
      : await wantedCustomers(this.#parts, shop, writeBack, signal);
    let counts = NOTHING;
    let end: Pick<WroteBack, 'outcome' | 'sentence'> & { readonly until?: Instant } = {
      outcome: 'done',
      sentence: null,
    };
    if (wanted.outcome === 'unasked') end = { outcome: 'failed', sentence: wanted.sentence };
    else {
      const steps = planOf(wanted.customers, await this.#written(shop, number), looks);
      for (const [index, step] of steps.entries()) {
        if (signal.aborted || (await this.#isOvertaken(shop, writeBack, index))) {
          end = { outcome: 'stopped', sentence: null };
          break;
        }
        const done = await this.#step(shop, writeBack, step);
        if ('outcome' in done) {
          const { outcome, sentence } = done;
          end = outcome === 'paused' ? { outcome, sentence, until: done.until } : { outcome: 'failed', sentence };
          break;
        }
        counts = sum(counts, done);
        if (index % TELL_EVERY === 0) options.onProgress?.(index, steps.length);
      }
    }
    const { outcome, sentence } = end;
    if (outcome === 'done' && writeBack.isTakenBack) await ledger.writeBacks.forget(shop.id, number);
    else {
      const at = clock();
      const dueAt = dueAgain(at, end, writeBack.failures + 1);
      await ledger.writeBacks.end(shop.id, number, { outcome, sentence, at, dueAt, checked: looks });
    }
    return { outcome, sentence, ...counts };
  }

  /** Whether it is wanted otherwise by now; looked at now and then. */
  async #isOvertaken(shop: Shop, { number, isTakenBack }: WriteBack, index: number): Promise<boolean> {
    if (index % TELL_EVERY !== 0) return false;
    const now = await this.#parts.ledger.writeBacks.get(shop.id, number);
    return now?.isTakenBack !== isTakenBack;
  }

  async #step(shop: Shop, writeBack: WriteBack, { customer, act, before }: WriteStep) {
    const { writeBacks } = this.#parts.ledger;
    const { number, connection, what, name } = writeBack;
    const restored = before?.restored ?? 0;
    const keep = (state: WrittenCustomer['state'], times = restored) =>
      writeBacks.keep(shop.id, number, { customer, state, restored: times });
    if (act === 'forget') {
      await writeBacks.drop(shop.id, number, customer);
      return NOTHING;
    }
    const writing = { what, name, customer, change: act === 'remove' ? 'remove' : 'add' } as const;
    // What a crash left open had been looked at before it was noted: it is ours.
    if (act === 'look' || (act === 'add' && before === undefined)) {
      const said = await this.#connections.holds(shop, connection, writing);
      if (said.outcome !== 'done') return said;
      const { result: holds } = said;
      if (holds === true && act === 'look') return NOTHING;
      if (holds === true) {
        await keep('theirs');
        return { ...NOTHING, theirs: 1 };
      }
      if (holds === 'gone') {
        await keep('gone');
        return { ...NOTHING, gone: 1 };
      }
      if (holds === 'unknown' && act === 'look') return NOTHING;
    }
    const restores = act === 'look' ? 1 : 0;
    await keep(act === 'remove' ? 'removing' : 'adding', restored + restores);
    const said = await this.#connections.write(shop, connection, writing);
    if (said.outcome !== 'done') return said;
    if (said.result === 'unsupported') return unwritten(connection);
    const isGone = said.result === 'gone';
    if (act === 'remove') {
      await writeBacks.drop(shop.id, number, customer);
      return { ...NOTHING, removed: isGone ? 0 : 1 };
    }
    await keep(isGone ? 'gone' : 'there', restored + restores);
    return isGone ? { ...NOTHING, gone: 1 } : { ...NOTHING, added: 1, restored: restores };
  }

  async #written(shop: Shop, number: number): Promise<Map<string, WrittenCustomer>> {
    const written = new Map<string, WrittenCustomer>();
    for (let after = ''; ; ) {
      const page = await this.#parts.ledger.writeBacks.customers(shop.id, number, after);
      for (const one of page) written.set(one.customer, one);
      const last = page.at(-1);
      if (last === undefined) return written;
      after = last.customer;
    }
  }

  async #unwritable(shop: Shop, { connection, what }: WriteBackDraft): Promise<RefusedWriteBack | undefined> {
    const stored = await this.#parts.ledger.connections.get(shop.id, connection);
    const refused = (message: string) => ({ outcome: 'refused', code: 'write-back.unwritable', message }) as const;
    if (stored === undefined) return refused(`the shop ${shop.id} has no connection ${connection}`);
    const { write, writes } = this.#connections.connector(stored.connector) ?? {};
    const kind = `the connection ${connection} is one of ${stored.connector}`;
    if (write === undefined) return refused(`${kind}, to which nothing can be written`);
    if (writes === undefined || writes.includes(what)) return undefined;
    return refused(`${kind}, to which no ${what} can be written, but ${writes.join(' or ')}: say so with --as`);
  }

  #writeDown(shop: Shop, what: string, { segment, connection, what: as, name }: WriteBack, who: string) {
    const entry = { who, what, subject: segment, detail: `${as} '${name}' on ${connection}` };
    return this.#parts.ledger.auditLog.append(shop.id, entry, this.#parts.clock());
  }
}

function sum(a: WrittenCounts, b: WrittenCounts): WrittenCounts {
  return {
    added: a.added + b.added,
    removed: a.removed + b.removed,
    restored: a.restored + b.restored,
    theirs: a.theirs + b.theirs,
    gone: a.gone + b.gone,
  };
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

function unwritten(connection: string) {
  return { outcome: 'failed', sentence: `nothing can be written to ${connection} any more` } as const;
}

function keyOf({ id }: Shop, number: number): string {
  return `${id} ${number}`;
}

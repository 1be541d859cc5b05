import type { PlatformSegment, Stepped, Stopped, WorkOnSegments } from '@clientele/connector-kit';
import type { WholeSegment, WriteBack } from '@clientele/ledger';
import type { Shop } from '@clientele/model';
import type { Parts } from '../parts.js';
import type { PulledConnections, Unusable } from '../pull/pulled-connections.js';
import { MOST_RESTORES } from './plan.js';

/**
 * What became of a segment that a platform keeps by its query. `restored` was changed or deleted there, and put back;
 * `theirs` was so again, and is left to the merchant; `left` is what they had changed when it was to be taken off.
 */
export type WholeDone = 'made' | 'changed' | 'restored' | 'unchanged' | 'theirs' | 'removed' | 'left';

/** The rest says why it went no further. */
export type WroteWhole =
  | { readonly outcome: 'done'; readonly did: WholeDone }
  | { readonly outcome: 'taken'; readonly sentence: string }
  | Stopped
  | Unusable;

const FIRST = { id: null, stands: null, restored: 0 } as const;

/**
 * One segment of a platform that is kept by its query. Each write is noted before it is asked for, with what stood there: so what
 * a crash left open is known from what somebody else changed.
 */
export class WholeSegmentThere {
  readonly #ledger: Parts['ledger'];
  readonly #connections: Pick<PulledConnections, 'whole'>;
  readonly #shop: Shop;
  readonly #writeBack: WriteBack;

  constructor(
    { ledger }: Pick<Parts, 'ledger'>,
    connections: Pick<PulledConnections, 'whole'>,
    shop: Shop,
    writeBack: WriteBack,
  ) {
    this.#ledger = ledger;
    this.#connections = connections;
    this.#shop = shop;
    this.#writeBack = writeBack;
  }

  /** @param looks whether it is looked at also where nothing is to be changed */
  async write(query: string, looks: boolean): Promise<WroteWhole> {
    const known = await this.#known();
    if (known === undefined) return this.#make(query, FIRST);
    if (known.state === 'theirs') return done('theirs');
    if (known.id === null) return this.#makeAgain(query, known);
    const isDone = known.state === 'there' && known.query === query;
    if (isDone && !looks) return done('unchanged');
    const { id } = known;
    const read = await this.#ask((segments, context) => segments.read(id, context));
    if (read.outcome !== 'done') return read;
    if (read.result === undefined) return this.#restore(query, known, undefined);
    if (!isAsLeft(read.result, known) && read.result.query !== query) return this.#restore(query, known, read.result);
    if (isDone || read.result.query === query) return this.#settle(query, known, read.result);
    return this.#change(query, known, read.result, 'changed');
  }

  /** Removes what was written, unless the merchant has changed it. */
  async takeBack(): Promise<WroteWhole> {
    const known = await this.#known();
    if (known === undefined) return done('unchanged');
    if (known.state === 'theirs') return done(known.stands === null ? 'removed' : 'left');
    const { id } = known;
    const found = id === null ? await this.#lost(known) : await this.#ask((all, context) => all.read(id, context));
    if (found.outcome !== 'done') return found;
    const { result: there } = found;
    if (there === undefined) return done('removed');
    if (!isAsLeft(there, known)) return done('left');
    const removed = await this.#ask((segments, context) => segments.remove(there.id, context));
    return removed.outcome === 'done' ? done('removed') : removed;
  }

  /** Makes it under its name, unless there is one of that name: that is the merchant's. */
  async #make(query: string, before: Pick<WholeSegment, 'restored'>): Promise<WroteWhole> {
    const { connection, name } = this.#writeBack;
    const found = await this.#ask((segments, context) => segments.named(name, context));
    if (found.outcome !== 'done') return found;
    if (found.result !== undefined) return { outcome: 'taken', sentence: takenName(connection, name) };
    await this.#keep({ ...FIRST, state: 'making', query, restored: before.restored });
    const made = await this.#ask((segments, context) => segments.make({ name, query }, context));
    if (made.outcome !== 'done') return made;
    const { id, query: stands } = made.result;
    await this.#keep({ state: 'there', id, query, stands, restored: before.restored });
    return done(before.restored > 0 ? 'restored' : 'made');
  }

  /** Nobody knows whether it was made: what has its name and exactly its query is ours. */
  async #makeAgain(query: string, known: WholeSegment): Promise<WroteWhole> {
    const lost = await this.#lost(known);
    if (lost.outcome !== 'done') return lost;
    if (lost.result === undefined) return this.#make(query, known);
    const made: WholeSegment = { ...known, state: 'there', id: lost.result.id, stands: lost.result.query };
    await this.#keep(made);
    if (known.query !== query) return this.#change(query, made, lost.result, 'changed');
    return done(known.restored > 0 ? 'restored' : 'made');
  }

  async #lost({ query }: WholeSegment) {
    const { name } = this.#writeBack;
    return this.#ask(async (segments, context) => {
      const found = await segments.named(name, context);
      return found?.query === query ? found : undefined;
    });
  }

  /** Somebody else changed it, or deleted it: it is put back so often, and then left to them. */
  async #restore(query: string, known: WholeSegment, there: PlatformSegment | undefined): Promise<WroteWhole> {
    if (known.restored >= MOST_RESTORES) {
      await this.#keep({ ...known, state: 'theirs', stands: there?.query ?? null });
      return done('theirs');
    }
    const restored = known.restored + 1;
    if (there === undefined) return this.#make(query, { restored });
    return this.#change(query, { ...known, restored }, there, 'restored');
  }

  async #change(query: string, known: WholeSegment, there: PlatformSegment, did: WholeDone): Promise<WroteWhole> {
    const { id } = there;
    const changing = { ...known, state: 'changing', id, query, stands: there.query } as const;
    await this.#keep(changing);
    const changed = await this.#ask((segments, context) => segments.change({ id, query }, context));
    if (changed.outcome !== 'done') return changed;
    // Deleted in this moment: the next run finds that out.
    if (changed.result === undefined) return done('unchanged');
    await this.#keep({ ...changing, state: 'there', stands: changed.result.query });
    return done(did);
  }

  /** It stands there as it should: whoever wrote it. */
  async #settle(query: string, known: WholeSegment, { query: stands }: PlatformSegment): Promise<WroteWhole> {
    const isNoted = known.state === 'there' && known.query === query && known.stands === stands;
    if (!isNoted) await this.#keep({ ...known, state: 'there', query, stands });
    return done(known.state === 'changing' ? 'changed' : 'unchanged');
  }

  #known(): Promise<WholeSegment | undefined> {
    return this.#ledger.writeBacks.whole(this.#shop.id, this.#writeBack.number);
  }

  #keep(whole: WholeSegment): Promise<void> {
    return this.#ledger.writeBacks.keepWhole(this.#shop.id, this.#writeBack.number, whole);
  }

  async #ask<Result>(work: WorkOnSegments<object, Result>) {
    return askWhole(this.#connections, this.#shop, this.#writeBack.connection, work);
  }
}

/** Works with the segments of a connection's platform; fails where it has none any more. */
export async function askWhole<Result>(
  connections: Pick<PulledConnections, 'whole'>,
  shop: Shop,
  connection: string,
  work: WorkOnSegments<object, Result>,
): Promise<Stepped<Result> | Unusable> {
  const asked = await connections.whole(shop, connection, async (segments, context) => ({
    answer: await work(segments, context),
  }));
  if (asked.outcome !== 'done') return asked;
  if (asked.result !== 'unsupported') return { outcome: 'done', result: asked.result.answer };
  return { outcome: 'unusable', sentence: `no segments are written to ${connection} any more` };
}

/** Why a name cannot be had on a platform. */
export function takenName(connection: string, name: string): string {
  return `there is a segment '${name}' on ${connection} already, which stays as it is: choose another name`;
}

/** Whether nobody else has changed it; what a crash left open may be written or not. */
function isAsLeft({ query }: PlatformSegment, known: WholeSegment): boolean {
  return query === known.query || query === known.stands;
}

function done(did: WholeDone): WroteWhole {
  return { outcome: 'done', did };
}

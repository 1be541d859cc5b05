import type { Item, Json, Keep, KeptPage, Known, RefusedObject } from '@clientele/connector-kit';
import type { Ledger, StoredRefused } from '@clientele/ledger';
import type { Instant, ShopId } from '@clientele/model';
import { withoutErased } from '../erase/without-erased.js';

/** Items that may wait for the warehouse before they are carried there. */
const MOST_WAITING = 5_000;
/** Objects are told apart by connection and place, not by file. */
const FINGERPRINT = 'pulled';

export interface StoredKeepParts {
  readonly ledger: Ledger;
  readonly clock: () => Instant;
  readonly shop: ShopId;
  readonly connection: string;
  /** Takes the pages that wait to the warehouse. */
  readonly carry: () => Promise<unknown>;
}

/**
 * The keep of a connection in the product's stores. A page is kept whole in the ledger, its items among it, encrypted,
 * and carried to the warehouse after: so what the warehouse gets of a page is the same however often a crash has it
 * carried again, and nothing is there that nobody knows of. Pages are durable one by one.
 */
export class StoredKeep implements Keep {
  readonly #parts: StoredKeepParts;
  #waiting = 0;

  constructor(parts: StoredKeepParts) {
    this.#parts = parts;
  }

  state(stream: string): Promise<Json | undefined> {
    const { ledger, shop, connection } = this.#parts;
    return ledger.pulledPages.state(shop, connection, stream);
  }

  known(stream: string, objects: readonly string[]): Promise<readonly Known[]> {
    const { ledger, shop, connection } = this.#parts;
    return ledger.pulledPages.known(shop, connection, stream, objects);
  }

  async page(kept: KeptPage): Promise<void> {
    const { ledger, clock, shop, connection } = this.#parts;
    const { stream, items, known, seen, resolved, sweep, state } = await this.#withoutErased(kept);
    const at = { connection, fingerprint: FINGERPRINT, source: connection };
    const read = items.flatMap((item) => (item.outcome === 'read' ? [JSON.stringify(item)] : []));
    const refused = items.flatMap((item) =>
      item.outcome === 'refused'
        ? [{ ...at, place: item.place, reason: item.reason, body: item.body, retry: { as: FINGERPRINT, stream } }]
        : [],
    );
    const accepted = { ...at, places: resolved.map((object) => `${stream} ${object}`) };
    const page = { stream, items: read, refused, accepted, known, seen, sweep, ...(state !== undefined && { state }) };
    await ledger.pulledPages.keep(shop, connection, page, clock());
    this.#waiting += read.length;
    if (this.#waiting >= MOST_WAITING) await this.settled();
  }

  /** Nothing is kept of somebody who was erased, not even that their objects were seen. */
  async #withoutErased(page: KeptPage): Promise<KeptPage> {
    const { ledger, shop, connection } = this.#parts;
    const read = page.items.flatMap((item) => (item.outcome === 'read' ? [item] : []));
    const records = read.map(({ record }) => record);
    const taken = await withoutErased(ledger, shop, connection, records);
    if (taken === records) return page;
    const restated = new Map<Item, Item | undefined>();
    const left = new Set<string>();
    for (const [index, item] of read.entries()) {
      const record = taken[index];
      restated.set(item, record && { ...item, record });
      const { kind, externalId } =
        item.record.kind === 'deletion' ? { ...item.record, kind: item.record.of } : item.record;
      if (record === undefined) left.add(`${kind} ${externalId}`);
    }
    const known = page.known.filter(({ kind, externalId }) => !left.has(`${kind} ${externalId}`));
    const objects = new Set(known.map(({ object }) => object));
    const gone = new Set(page.known.map(({ object }) => object).filter((object) => !objects.has(object)));
    return {
      ...page,
      items: page.items.flatMap((item) => (restated.has(item) ? (restated.get(item) ?? []) : item)),
      known,
      seen: page.seen.filter((object) => !gone.has(object)),
    };
  }

  async settled(): Promise<void> {
    await this.#parts.carry();
    this.#waiting = 0;
  }

  missing(stream: string, sweep: number, after: string, limit: number): Promise<readonly string[]> {
    const { ledger, shop, connection } = this.#parts;
    const refused = { fingerprint: FINGERPRINT, source: connection };
    return ledger.pulledPages.missing(shop, connection, stream, { sweep, after, limit, refused });
  }

  seen(stream: string, sweep: number, objects: readonly string[]): Promise<readonly string[]> {
    const { ledger, shop, connection } = this.#parts;
    return ledger.pulledPages.seen(shop, connection, stream, { sweep, objects });
  }

  token(): Promise<Json | undefined> {
    const { ledger, shop, connection } = this.#parts;
    return ledger.pulls.token(shop, connection);
  }

  keepToken(token: Json): Promise<void> {
    const { ledger, shop, connection } = this.#parts;
    return ledger.pulls.keepToken(shop, connection, token);
  }
}

/** The object of a platform that was refused; undefined of input that was not pulled. */
export function refusedObject({ place, body, retry }: StoredRefused): RefusedObject | undefined {
  const stream = streamOf(retry);
  return stream === undefined ? undefined : { stream, id: place.slice(stream.length + 1), object: parsed(body) };
}

export function isRefusedObject({ retry }: StoredRefused): boolean {
  return streamOf(retry) !== undefined;
}

function streamOf(retry: Json): string | undefined {
  if (typeof retry !== 'object' || retry === null || !('as' in retry) || !('stream' in retry)) return undefined;
  return retry.as === FINGERPRINT && typeof retry.stream === 'string' ? retry.stream : undefined;
}

/** Undefined where it was too long to be kept whole. */
function parsed(body: string): Json | undefined {
  try {
    const object: Json = JSON.parse(body);
    return object;
  } catch {
    return undefined;
  }
}

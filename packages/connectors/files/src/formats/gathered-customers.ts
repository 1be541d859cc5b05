import type { Item } from '@clientele/connector-kit';
import type { Instant, RecordInput } from '@clientele/model';
import { hash64 } from '../hash64.js';
import type { Row } from '../table/row.js';
import { detached } from './latest-products.js';
import { secondHand } from './second-hand.js';
import type { TableItems } from './table-items.js';

/** So many are remembered; then what they are known to be is handed over, and gathering begins anew. */
const REMEMBERED = 100_000;

type CustomerInput = Extract<RecordInput, { readonly kind: 'customer' }>;

/** What an order says of its customer, by field: null says that there is none, undefined says nothing. */
export type SaidOfCustomer = {
  readonly [Field in keyof Omit<CustomerInput, 'kind' | 'externalId' | 'version'>]?: CustomerInput[Field] | null;
};

interface Seen {
  latest: Instant;
  readonly number: number;
  /** By field what was said latest, as JSON, and when. */
  readonly said: Map<string, { readonly at: Instant; readonly text: string }>;
}

/**
 * The customers of a file of orders, each with what its orders say of it: of each field the newest that is stated, so
 * that an order without a telephone number does not take away that of one before. The version is the time of the
 * customer's latest order as one that is second-hand, then the number of fields, then a hash of them: neither the order of
 * rows nor that of files makes a difference, and a record that is of the customer itself stays.
 */
export class GatheredCustomers {
  readonly #items: TableItems;
  #seen = new Map<string, Seen>();

  constructor(items: TableItems) {
    this.#items = items;
  }

  /** Takes in what rows say at a time; answers those that cannot be read, and those that there is no more room for. */
  see(externalId: string, said: SaidOfCustomer, at: Instant, rows: readonly Row[]): Item[] {
    const stated = Object.entries(said).filter(([, value]) => value !== undefined);
    const item = this.#items.record(recordOf(externalId, stated, { updatedAt: at }), rows, 0);
    if (item.outcome === 'refused') return [item];
    const seen = this.#seen.get(externalId) ?? { latest: at, number: rows[0]?.number ?? 0, said: new Map() };
    if (at > seen.latest) seen.latest = at;
    for (const [field, value] of stated) {
      const text = JSON.stringify(value);
      const known = seen.said.get(field);
      if (known === undefined || at > known.at || (at === known.at && text > known.text)) {
        seen.said.set(field, { at, text });
      }
    }
    if (!this.#seen.has(externalId)) this.#seen.set(detached(externalId), seen);
    return this.#seen.size < REMEMBERED ? [] : this.records();
  }

  /** Those that were not handed over yet. */
  records(): Item[] {
    const seen = this.#seen;
    this.#seen = new Map();
    return [...seen].map(([externalId, { latest, number, said }]) => {
      const stated = [...said]
        .map(([field, { text }]): [string, unknown] => [field, JSON.parse(text)])
        .sort(([a], [b]) => (a < b ? -1 : 1));
      const tiebreak = Math.min(stated.length, 0xff) * 2 ** 24 + (hash64(JSON.stringify(stated))[0] >>> 8);
      const record = recordOf(externalId, stated, { updatedAt: secondHand(latest), tiebreak });
      return this.#items.record(record, [{ number, cells: [] }], 0);
    });
  }
}

function recordOf(
  externalId: string,
  stated: readonly (readonly [string, unknown])[],
  version: CustomerInput['version'],
): CustomerInput {
  const fields = Object.fromEntries(stated.filter(([, value]) => value !== null));
  return { kind: 'customer', externalId, version, ...fields };
}

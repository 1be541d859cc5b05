import { instant, type ProfileId, type Shop, type ShopId, type SourceRecord, shopId } from '@clientele/model';
import { type PlainProfile, wordsOf } from '@clientele/segmentation';
import {
  assignProfiles,
  nameProfiles,
  RecordWriter,
  recordChanges,
  type Sql,
  type TableRow,
} from '@clientele/warehouse';
import type { Fault, OrderRow } from './fault.js';
import { referenceOf } from './question.js';
import type { RandomShop } from './random-shop.js';

/** Where a random shop lies in the warehouse: a shop there, and a range of its profile numbers. */
export interface Place {
  readonly shop: ShopId;
  readonly first: number;
}

/** Products name no customer. */
const NO_NUMBERS = async () => 0;
const START = instant('2024-01-01T00:00:00Z');

/**
 * Random shops as the warehouse's own functions write them: records, the identity map, and members of segments by the
 * reference. The rows are gathered, so that one insert a table stores them all.
 */
export class WrittenShops {
  readonly places = new Map<RandomShop, Place>();
  readonly #gathered = new GatheredRows();
  readonly #numbers = new Map<ShopId, { customer: number; profile: number }>();

  /**
   * @param prefix of the warehouse's shops: no other load may have it
   * @param among so many of them the random shops are dealt out: their numbers are the same, so mixing them up shows
   */
  static async write(shops: readonly RandomShop[], prefix: string, among: number): Promise<WrittenShops> {
    const written = new WrittenShops();
    for (const [index, shop] of shops.entries()) await written.#add(shop, shopId(`${prefix}-${index % among}`));
    return written;
  }

  get ids(): readonly ShopId[] {
    return [...this.#numbers.keys()];
  }

  async store(sql: Sql, { order: alter }: Fault): Promise<void> {
    for (const [table, rows] of this.#gathered.rows) {
      const isAltered = table === 'customer_orders' && alter !== undefined;
      await sql.insert(table, isAltered ? rows.map((row) => ({ ...row, ...alter(row as TableRow & OrderRow) })) : rows);
    }
  }

  async #add(shop: RandomShop, id: ShopId): Promise<void> {
    const next = this.#numbers.get(id) ?? { customer: 1, profile: 1 };
    this.#numbers.set(id, next);
    const first = next.profile;
    this.places.set(shop, { shop: id, first });
    for (const [connection, products] of shop.products) {
      const writer = new RecordWriter(
        this.#gathered,
        warehouseShop(id, shop),
        `${shop.number} ${connection}`,
        NO_NUMBERS,
      );
      await (await writer.prepare([...products.values()])).write(1);
    }
    for (const profile of shop.profiles) {
      const customers: number[] = [];
      const reserve = async (count: number) => {
        const from = next.customer;
        next.customer += count;
        for (let customer = from; customer < next.customer; customer += 1) customers.push(customer);
        return from;
      };
      for (const [connection, records] of byConnection(profile)) {
        const name = `${shop.number} ${connection}`;
        const writer = new RecordWriter(this.#gathered, warehouseShop(id, shop), name, reserve);
        await (await writer.prepare(records)).write(1);
      }
      // A record that nothing was read of may have been decided about too.
      while (customers.length < 2) await reserve(1);
      const assignments = customers.map((customer) => ({ customer, profile: next.profile }));
      await assignProfiles(this.#gathered, id, 1, assignments, []);
      await nameProfiles(this.#gathered, id, [{ no: next.profile, id: profile.id as ProfileId }]);
      await this.#decide(shop, id, profile.id as ProfileId, customers);
      next.profile += 1;
    }
    await this.#recordMembers(shop, id, first);
  }

  /** Two decisions are about different customer records of a profile; each was decided otherwise before. */
  async #decide(shop: RandomShop, id: ShopId, profile: ProfileId, customers: readonly number[]): Promise<void> {
    for (const [segment, list] of shop.lists) {
      for (const [place, { as }] of (list.get(profile) ?? []).entries()) {
        const row = { shop: id, segment, customer_no: customers[place] };
        const before = { ...row, change: 1, decided: as === 'added' ? 'excluded' : 'added' };
        await this.#gathered.insert('list_entries', [{ ...row, change: 2, decided: as }, before]);
      }
    }
  }

  async #recordMembers(shop: RandomShop, id: ShopId, first: number): Promise<void> {
    const reference = referenceOf(shop);
    const places = segmentPlacesOf(shop);
    const members = new Map([...shop.segments].map(([segment, condition]) => [segment, reference.members(condition)]));
    const changes = shop.profiles.flatMap((profile, index) => {
      const inside = [...places].flatMap(([segment, place]) => (members.get(segment)?.has(profile.id) ? [place] : []));
      return wordsOf(inside).map(({ wordNo, mask }) => ({
        profileNo: first + index,
        wordNo,
        changed: mask,
        bits: mask,
        ever: mask,
      }));
    });
    await recordChanges(this.#gathered, id, { number: 1, at: START, cause: 'records' }, changes);
  }
}

/** The places of a shop's segments, in several words. */
export function segmentPlacesOf(shop: RandomShop): ReadonlyMap<string, number> {
  return new Map([...shop.segments.keys()].map((segment, index) => [segment, (shop.number % 23) + index * 23]));
}

/** A warehouse that holds nothing yet, and keeps what it is given for one insert a table. */
class GatheredRows implements Sql {
  readonly rows = new Map<string, TableRow[]>();

  async query<T>(): Promise<T[]> {
    return [];
  }

  async command(): Promise<void> {
    throw new Error('gathering takes inserts only');
  }

  async insert(table: string, rows: readonly TableRow[]): Promise<void> {
    const known = this.rows.get(table) ?? [];
    this.rows.set(table, known);
    for (const row of rows) known.push(row);
  }
}

function warehouseShop(id: ShopId, { timeZone, currency }: RandomShop): Shop {
  return { id, name: id, currency, timeZone, clock: null, generated: true, createdAt: START };
}

function byConnection({ customers, orders, refunds, consents, events }: PlainProfile): Map<string, SourceRecord[]> {
  const records = new Map<string, SourceRecord[]>();
  for (const { connection, ...record } of [...customers, ...orders, ...refunds, ...consents, ...events]) {
    const known = records.get(connection) ?? [];
    records.set(connection, known);
    known.push(record);
  }
  return records;
}

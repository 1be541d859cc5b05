import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Instant, ShopId } from '@clientele/model';
import {
  type BitsRow,
  bitSet,
  bitsOfSome,
  bitsQuery,
  type CompileContext,
  type CompiledSql,
  type Condition,
  type CutoffsRow,
  countQuery,
  cutoffPasses,
  cutoffsQuery,
  cutoffsThen,
  DEFAULT_RFM,
  differencesOf,
  memberBit,
  membersQuery,
  pastPasses,
  pastQuery,
  rankedThenQuery,
  requiredCutoffs,
  wordsQuery,
} from '@clientele/segmentation';
import {
  addPastProfiles,
  CUSTOMER_PROFILES_SQL,
  customersOfProfiles,
  deriveAllProfiles,
  deriveFrom,
  type Engine,
  LIST_ENTRIES_SQL,
  newPastProfiles,
  openWarehouse,
  PRODUCTS_SQL,
  PURCHASES_BY_PRODUCT_SQL,
  pastSources,
  prepareWarehouse,
  REPEATED_PURCHASES_SQL,
  SEGMENT_MEMBERS_SQL,
  type StagedProfiles,
  startEngine,
  type WarehouseClient,
} from '@clientele/warehouse';
import type { Fault } from './fault.js';
import { CUSTOM_TYPES_OF_SHOPS } from './random-profile.js';
import type { RandomShop } from './random-shop.js';
import { type Place, segmentPlacesOf, WrittenShops } from './written-shops.js';

/** Tests do not lose power, only processes: what the system has, stays. Waiting for disks would take most of their time. */
export const UNSYNCED_TABLE_SETTINGS = 'fsync_after_insert = 0, fsync_part_directory = 0';

/** Of the values of a small shop: some parts are to hold several. */
const BOUNDS = 2;
/** Shops of the warehouse over which random shops are dealt out, and how many of these make another one worth it. */
const MOST_SHOPS = 4;
const LEAST_OF_A_SHOP = 50;
const NO_FAULT: Fault = { name: 'none' };

/** The compiled side: the warehouse itself, which holds many shops at once. */
export class EngineUnderTest {
  readonly #directory: string;
  readonly #engine: Engine;
  readonly #sql: WarehouseClient;
  #loads = 0;

  static async start(): Promise<EngineUnderTest> {
    const directory = await mkdtemp(join(tmpdir(), 'clientele-differential-'));
    const engine = await startEngine({ directory });
    const sql = openWarehouse(engine);
    await prepareWarehouse(sql, UNSYNCED_TABLE_SETTINGS);
    return new EngineUnderTest(directory, engine, sql);
  }

  private constructor(directory: string, engine: Engine, sql: WarehouseClient) {
    this.#directory = directory;
    this.#engine = engine;
    this.#sql = sql;
  }

  /** Writes shops and derives their profiles, beside those that were loaded before. */
  async load(shops: readonly RandomShop[], fault = NO_FAULT): Promise<LoadedShops> {
    this.#loads += 1;
    // Each shop of the warehouse is derived by itself; few random ones share one.
    const among = Math.min(MOST_SHOPS, Math.ceil(shops.length / LEAST_OF_A_SHOP));
    const written = await WrittenShops.write(shops, `load-${this.#loads}`, among);
    await written.store(this.#sql, fault);
    for (const id of written.ids) await deriveAllProfiles(this.#sql, id);
    return new LoadedShops(this.#sql, written.places, await this.#stage(written));
  }

  /** Derives profiles of one of the warehouse's shops once more, of two sources, as the street does when those are new. */
  async #stage({ ids: [id], places }: WrittenShops): Promise<ReadonlyMap<ShopId, StagedProfiles>> {
    if (id === undefined) return new Map();
    const profiles = [...places].flatMap(([shop, { shop: of, first }]) =>
      of !== id ? [] : shop.profiles.flatMap(({ orders }, index) => (orders.length > 0 ? first + index : [])),
    );
    const customers = await customersOfProfiles(this.#sql, id, profiles);
    return new Map([[id, await deriveFrom(this.#sql, id, customers, ['orders', 'events'])]]);
  }

  async close(): Promise<void> {
    await this.#sql.close();
    await this.#engine.stop();
    await rm(this.#directory, { recursive: true });
  }
}

/** Shops in the warehouse, which can be asked. */
export class LoadedShops {
  readonly #sql: WarehouseClient;
  readonly #places: ReadonlyMap<RandomShop, Place>;
  readonly #staged: ReadonlyMap<ShopId, StagedProfiles>;

  constructor(
    sql: WarehouseClient,
    places: ReadonlyMap<RandomShop, Place>,
    staged: ReadonlyMap<ShopId, StagedProfiles>,
  ) {
    this.#sql = sql;
    this.#places = places;
    this.#staged = staged;
  }

  /** For each condition the ids of the profiles for which it holds. */
  async answers(shop: RandomShop, conditions: readonly Condition[], fault = NO_FAULT): Promise<Set<string>[]> {
    const asked = conditions.map(fault.condition ?? same);
    const ask = WAYS[shop.number % WAYS.length] ?? whereTheyHold;
    const rows = <Row>(query: CompiledSql) => this.#rows<Row>(shop, query);
    const context = (fault.context ?? same)(await this.#contextWithCutoffs(shop, asked));
    const { shop: id, first } = this.#place(shop);
    const profileNos = shop.profiles.map((_, index) => first + index);
    const staged = ask === ofSome ? this.#staged.get(id) : undefined;
    const apart = new Set(staged?.profiles);
    const others = await ask(asked, context, rows, staged ? profileNos.filter((no) => !apart.has(no)) : profileNos);
    const theirs = profileNos.filter((no) => apart.has(no));
    const selected = staged && (await ask(asked, { ...context, profiles: staged.relation }, rows, theirs));
    return others.map(
      (some, place) => new Set([...some, ...(selected?.[place] ?? [])].map((no) => this.#idOf(shop, no))),
    );
  }

  /**
   * The ids of the profiles in a condition at each of some instants, by the records of then: asked on all days, and on
   * those on which answers may turn.
   */
  async past(
    shop: RandomShop,
    condition: Condition,
    instants: readonly Instant[],
  ): Promise<{ readonly everyDay: Set<string>[]; readonly turning: Set<string>[] }> {
    const { shop: id, first } = this.#place(shop);
    const { sources, parameters } = await pastSources(this.#sql, id, { first, last: first + shop.profiles.length - 1 });
    let contexts = instants.map((now): CompileContext => {
      const { purchasesByProduct: _, ...context } = this.#context(shop);
      return { ...context, now, segments: shop.segments };
    });
    const { rfm } = this.#context(shop);
    const needed = new Set([condition, ...shop.segments.values()].flatMap((one) => requiredCutoffs(one, rfm)));
    for (const keys of pastPasses(needed)) {
      const { params, ...rows } = rankedThenQuery(keys, contexts, sources);
      const table = await newPastProfiles(this.#sql, id, rows.columns);
      await addPastProfiles(this.#sql, table, { ...rows, params: { ...parameters, ...params } });
      const taken = await cutoffsThen(keys, contexts, table, (query) => this.#rows(shop, query), BOUNDS);
      contexts = contexts.map((context, place) => ({
        ...context,
        cutoffs: new Map([...context.cutoffs, ...(taken[place] ?? [])]),
      }));
    }
    const ask = async (query: CompiledSql) => {
      const rows = await this.#rows<{ profile_no: number; nth: number; holds: number }>(shop, {
        sql: `SELECT * FROM (${query.sql}) ORDER BY profile_no, nth`,
        params: { ...parameters, ...query.params },
      });
      const answers = instants.map(() => new Set<string>());
      for (const [index, { profile_no, nth, holds }] of rows.entries()) {
        const next = rows[index + 1];
        const until = next?.profile_no === profile_no ? next.nth : instants.length + 1;
        for (let place = nth; place < until && holds === 1; place += 1)
          answers[place - 1]?.add(this.#idOf(shop, profile_no));
      }
      return answers;
    };
    return {
      everyDay: await ask(pastQuery(condition, contexts, sources, 'every-day')),
      turning: await ask(pastQuery(condition, contexts, sources)),
    };
  }

  /** The warehouse's shop in which a random one lies. */
  idOf(shop: RandomShop): ShopId {
    return this.#place(shop).shop;
  }

  /** How many profiles are in a condition. */
  async count(shop: RandomShop, condition: Condition): Promise<number> {
    const context = await this.#contextWithCutoffs(shop, [condition]);
    const [row] = await this.#rows<{ count: number | string }>(shop, countQuery(condition, context));
    return Number(row?.count);
  }

  /** The ids of the profiles in a condition, read page by page. */
  async members(shop: RandomShop, condition: Condition, limit: number): Promise<string[]> {
    const context = await this.#contextWithCutoffs(shop, [condition]);
    const ids: string[] = [];
    let after: number | undefined;
    do {
      const query = membersQuery(condition, context, { limit, ...(after === undefined ? {} : { after }) });
      const page = (await this.#rows<{ profile_no: number }>(shop, query)).map((row) => row.profile_no);
      ids.push(...page.map((profileNo) => this.#idOf(shop, profileNo)));
      after = page.at(-1);
    } while (after !== undefined);
    return ids;
  }

  #context(shop: RandomShop): CompileContext {
    const { shop: id } = this.#place(shop);
    const range = this.#range(shop);
    return {
      shop: id,
      timeZone: shop.timeZone,
      now: shop.now,
      cutoffs: shop.frozen,
      rfm: shop.rfm ?? DEFAULT_RFM,
      customTypes: CUSTOM_TYPES_OF_SHOPS,
      profiles: 'profiles',
      segmentMembers: `(SELECT * FROM ${SEGMENT_MEMBERS_SQL} WHERE ${range})`,
      segmentPlaces: segmentPlacesOf(shop),
      profileIds: 'profile_ids',
      listEntries: `(SELECT * FROM ${LIST_ENTRIES_SQL} WHERE customer_no IN (SELECT customer_no FROM profile_of WHERE ${range}))`,
      ...(shop.number % 5 !== 0 && { profileCustomers: 'customers_of' }),
      customerProfiles: `(SELECT * FROM ${CUSTOMER_PROFILES_SQL} WHERE ${range})`,
      ...(shop.holdOut && { holdOut: shop.holdOut }),
      products: PRODUCTS_SQL,
      // The same answers with it and without.
      ...(shop.number % 2 === 0 && {
        purchasesByProduct: `(SELECT * FROM ${PURCHASES_BY_PRODUCT_SQL} WHERE ${range})`,
        ...(shop.number % 4 === 0 && {
          repeatedPurchases: `(SELECT * FROM ${REPEATED_PURCHASES_SQL} WHERE ${range})`,
        }),
      }),
    };
  }

  #idOf(shop: RandomShop, profileNo: number): string {
    const id = shop.profiles[profileNo - this.#place(shop).first]?.id;
    if (id === undefined) throw new Error(`profile ${profileNo} is of another shop`);
    return id;
  }

  #place(shop: RandomShop): Place {
    const place = this.#places.get(shop);
    if (place === undefined) throw new Error(`shop ${shop.number} is not loaded`);
    return place;
  }

  /** Cut-offs that are not frozen are computed by the package's own queries, in the order that it says. */
  async #contextWithCutoffs(shop: RandomShop, conditions: readonly Condition[]): Promise<CompileContext> {
    const context = this.#context(shop);
    const cutoffs = new Map(context.cutoffs);
    const needed = new Set(conditions.flatMap((condition) => requiredCutoffs(condition, context.rfm)));
    for (const keys of cutoffPasses([...needed].filter((key) => !cutoffs.has(key)))) {
      const [row] = await this.#rows<CutoffsRow>(shop, cutoffsQuery(keys, { ...context, cutoffs }));
      for (const [index, key] of keys.entries()) cutoffs.set(key, row?.values[index] ?? []);
    }
    return { ...context, cutoffs };
  }

  /** Of a shop's profiles alone: a filter of the tables costs the engine less to plan than a query in their place. */
  #rows<Row>(shop: RandomShop, { sql, params }: CompiledSql): Promise<Row[]> {
    const range = this.#range(shop);
    const filters = ['profiles', 'profile_ids'].map((table) => `'${table}': '${range}'`);
    const text = `${sql} SETTINGS additional_table_filters = {${filters.join(', ')}}`;
    return this.#sql.query<Row>(text, params);
  }

  #range(shop: RandomShop): string {
    const { first } = this.#place(shop);
    return `profile_no BETWEEN ${first} AND ${first + shop.profiles.length - 1}`;
  }
}

function same<T>(value: T): T {
  return value;
}

/** Whom each of some conditions selects, by the number of the profile. */
type Way = (
  conditions: readonly Condition[],
  context: CompileContext,
  rows: <Row>(query: CompiledSql) => Promise<Row[]>,
  profileNos: readonly number[],
) => Promise<number[][]>;

const whereTheyHold: Way = async (conditions, context, rows) => {
  const found = await rows<{ profile_no: number; holds: number[] }>(bitsQuery(conditions, context));
  return conditions.map((_, index) => found.filter(({ holds }) => holds.includes(index)).map((row) => row.profile_no));
};

const inWords: Way = async (conditions, context, rows) => {
  const placed = new Map([...named(conditions).keys()].map((name, index) => [name, index * 5 + 3]));
  const query = wordsQuery(named(conditions), context, placed);
  const found = await rows<{ profile_no: number } & Record<`w${number}`, string>>(query);
  return [...placed.values()].map((place) => {
    const { wordNo, bit } = memberBit(place);
    const at = query.words.findIndex((word) => word.wordNo === wordNo);
    return found.filter((row) => (BigInt(row[`w${at}`] ?? '') >> BigInt(bit)) & 1n).map((row) => row.profile_no);
  });
};

const ofSome: Way = async (conditions, context, rows, profileNos) => {
  const query = bitsOfSome(named(conditions), context, profileNos);
  const found = await rows<BitsRow>(query);
  const members = await rows<{ profile_no: number; word_no: number; bit: number }>({
    sql: `SELECT profile_no, word_no, arrayJoin(bitPositionsToArray(bits)) AS bit FROM ${context.segmentMembers} WHERE shop = {shop:String}`,
    params: { shop: context.shop },
  });
  const selected = query.read(found, (segment) => {
    const { wordNo, bit } = memberBit(context.segmentPlaces.get(segment) ?? -1);
    const those = members.filter((one) => one.word_no === wordNo && Number(one.bit) === bit);
    return bitSet(found, (row) => those.some((one) => one.profile_no === row.profile_no));
  });
  const nobody = bitSet(found, () => false);
  return conditions.map((_, index) =>
    [...differencesOf(selected.get(`condition ${index}`) ?? nobody, nobody, found.length)].flatMap(
      ([at]) => found[at]?.profile_no ?? [],
    ),
  );
};

/** One shop after the other is asked in another way. */
const WAYS: readonly Way[] = [whereTheyHold, inWords, ofSome];

function named(conditions: readonly Condition[]): ReadonlyMap<string, Condition> {
  return new Map(conditions.map((condition, index) => [`condition ${index}`, condition]));
}

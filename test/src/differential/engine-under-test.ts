import { type ShopId, shopId } from '@clientele/model';
import {
  bitsQuery,
  type CompileContext,
  type CompiledSql,
  type Condition,
  countQuery,
  cutoffsQuery,
  DEFAULT_RFM,
  deriveProfilesQuery,
  membersQuery,
  PROFILE_CONSENTS,
  PROFILE_CUSTOMERS,
  PROFILE_ORDERS,
  PROFILE_REFUNDS,
  PROFILES,
  type Relation,
  requiredCutoffs,
  SEGMENT_MEMBERS,
} from '@clientele/segmentation';
import { Session } from 'chdb';
import type { Fault } from './fault.js';
import { referenceOf } from './question.js';
import type { RandomShop } from './random-shop.js';
import { type Row, sourceRows } from './source-rows.js';

const SHOP: ShopId = shopId('shop');
const SOURCES = {
  customers: PROFILE_CUSTOMERS,
  orders: PROFILE_ORDERS,
  refunds: PROFILE_REFUNDS,
  consents: PROFILE_CONSENTS,
} as const satisfies Record<string, Relation>;
const TABLES: Readonly<Record<string, Relation>> = {
  ...SOURCES,
  segment_members: { shop: { type: 'String', meaning: 'the shop' }, ...SEGMENT_MEMBERS },
  profiles: PROFILES,
};

const NO_FAULT: Fault = { name: 'none' };

/** The compiled side: an engine that holds many shops at once, their profiles numbered through. One a process. */
export class EngineUnderTest implements Disposable {
  /** Each query runs once over a few rows: machine code for it or a second thread costs more than it saves. */
  readonly #session = new Session(undefined, { connectionArgs: ['--compile_expressions=0', '--max_threads=1'] });
  readonly #firstNo = new Map<RandomShop, number>();

  /** Holds these shops and no others: their records, and their profiles derived by the package's own query. */
  async load(shops: readonly RandomShop[], fault = NO_FAULT): Promise<void> {
    this.#firstNo.clear();
    for (const [name, relation] of Object.entries(TABLES)) {
      const columns = Object.entries(relation).map(([column, { type }]) => `${column} ${type}`);
      this.#session.query(`CREATE OR REPLACE TABLE ${name} (${columns.join(', ')}) ENGINE = Memory`);
    }
    await this.#insertRecords(shops, fault);
    const sources = { customers: 'customers', orders: 'orders', refunds: 'refunds', consents: 'consents' };
    const { sql, params } = deriveProfilesQuery(SHOP, sources);
    const columns = Object.keys(PROFILES).join(', ');
    this.#rows({ sql: `INSERT INTO profiles (${columns}) SELECT ${columns} FROM (${sql})`, params });
  }

  /** For each condition the ids of the profiles for which it holds. */
  answers(shop: RandomShop, conditions: readonly Condition[], fault = NO_FAULT): Set<string>[] {
    const asked = conditions.map(fault.condition ?? same);
    const context = (fault.context ?? same)(this.#contextWithCutoffs(shop, asked));
    const answers = conditions.map(() => new Set<string>());
    for (const row of this.#rows<{ profile_no: number; holds: number[] }>(bitsQuery(asked, context))) {
      const id = this.#idOf(shop, row.profile_no);
      for (const index of row.holds) answers[index]?.add(id);
    }
    return answers;
  }

  /** How many profiles are in a condition. */
  count(shop: RandomShop, condition: Condition): number {
    const context = this.#contextWithCutoffs(shop, [condition]);
    const [row] = this.#rows<{ count: number | string }>(countQuery(condition, context));
    return Number(row?.count);
  }

  /** The ids of the profiles in a condition, read page by page. */
  members(shop: RandomShop, condition: Condition, limit: number): string[] {
    const context = this.#contextWithCutoffs(shop, [condition]);
    const ids: string[] = [];
    let after: number | undefined;
    do {
      const query = membersQuery(condition, context, { limit, ...(after === undefined ? {} : { after }) });
      const page = this.#rows<{ profile_no: number }>(query).map((row) => row.profile_no);
      ids.push(...page.map((profileNo) => this.#idOf(shop, profileNo)));
      after = page.at(-1);
    } while (after !== undefined);
    return ids;
  }

  [Symbol.dispose](): void {
    this.#session.close();
  }

  async #insertRecords(shops: readonly RandomShop[], { order: alter = same }: Fault): Promise<void> {
    const rows: { [table in keyof typeof SOURCES | 'segment_members']: Row[] } = {
      customers: [],
      orders: [],
      refunds: [],
      consents: [],
      segment_members: [],
    };
    let next = 1;
    for (const shop of shops) {
      const first = next;
      this.#firstNo.set(shop, first);
      next += shop.profiles.length;
      shop.profiles.forEach((profile, index) => {
        const source = sourceRows(shop, profile, first + index);
        rows.customers.push(...source.customers);
        rows.orders.push(...source.orders.map((row) => alter(row)));
        rows.refunds.push(...source.refunds);
        rows.consents.push(...source.consents);
      });
      const reference = referenceOf(shop);
      for (const [segment, condition] of shop.segments) {
        const members = reference.members(condition);
        shop.profiles.forEach(({ id }, index) => {
          if (members.has(id)) rows.segment_members.push({ shop: SHOP, segment, profile_no: first + index });
        });
      }
    }
    for (const [table, values] of Object.entries(rows)) {
      if (values.length === 0) continue;
      const lines = values.map((row) => JSON.stringify(row)).join('\n');
      await this.#session.insert({ table, values: Buffer.from(lines), format: 'JSONEachRow' });
    }
  }

  #context(shop: RandomShop): CompileContext {
    const first = this.#first(shop);
    const ofShop = (table: string) =>
      `(SELECT * FROM ${table} WHERE profile_no BETWEEN ${first} AND ${first + shop.profiles.length - 1})`;
    return {
      shop: SHOP,
      timeZone: shop.timeZone,
      now: shop.now,
      cutoffs: shop.frozen,
      rfm: shop.rfm ?? DEFAULT_RFM,
      profiles: ofShop('profiles'),
      segmentMembers: ofShop('segment_members'),
    };
  }

  #idOf(shop: RandomShop, profileNo: number): string {
    const id = shop.profiles[profileNo - this.#first(shop)]?.id;
    if (id === undefined) throw new Error(`profile ${profileNo} is of another shop`);
    return id;
  }

  #first(shop: RandomShop): number {
    const first = this.#firstNo.get(shop);
    if (first === undefined) throw new Error(`shop ${shop.number} is not loaded`);
    return first;
  }

  /** Cut-offs that are not frozen are computed by the package's own queries, in the order that it says. */
  #contextWithCutoffs(shop: RandomShop, conditions: readonly Condition[]): CompileContext {
    const context = this.#context(shop);
    const cutoffs = new Map(context.cutoffs);
    for (const key of conditions.flatMap((condition) => requiredCutoffs(condition, context.rfm))) {
      if (cutoffs.has(key)) continue;
      const [row] = this.#rows<{ values: string[] }>(cutoffsQuery(key, { ...context, cutoffs }));
      cutoffs.set(key, row?.values ?? []);
    }
    return { ...context, cutoffs };
  }

  #rows<Row>({ sql, params }: CompiledSql): Row[] {
    const lines = this.#session.queryBind(sql, params, 'JSONEachRow').split('\n');
    return lines.filter((line) => line !== '').map((line): Row => JSON.parse(line));
  }
}

function same<T>(value: T): T {
  return value;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant, shopId, timeZone } from '@clientele/model';
import { Session } from 'chdb';
import { languageTypesOf } from '../catalogue/custom-attributes.js';
import { checkQuery } from '../check/check-query.js';
import type { Relation } from '../relations.js';
import {
  CUSTOMER_PROFILES,
  LIST_ENTRIES,
  PRODUCTS,
  PROFILE_CONSENTS,
  PROFILE_CUSTOMERS,
  PROFILE_EVENTS,
  PROFILE_IDS,
  PROFILE_ORDERS,
  PROFILE_REFUNDS,
  PURCHASES_BY_PRODUCT,
  SEGMENT_MEMBERS,
} from '../relations.js';
import { DEFAULT_RFM } from '../rfm/configuration.js';
import type { Condition } from '../tree/condition.js';
import type { CustomType } from '../tree/custom-attributes.js';
import type { CompileContext, CompiledSql } from './context.js';
import { type CutoffsRow, cutoffPasses, cutoffsQuery, requiredCutoffs } from './cutoffs.js';
import { deriveProfilesQuery, PROFILES } from './derive-profiles.js';
import { type Word, wordsOf } from './member-word.js';
import { purchasesByProductQuery } from './purchases-query.js';
import { membersQuery } from './queries.js';

type Row<R extends Relation> = { readonly [Column in keyof R]?: unknown };

/** Records as the source relations have them; what a row leaves out has its column's default. */
export interface SourceRows {
  readonly customers?: readonly Row<typeof PROFILE_CUSTOMERS>[];
  readonly orders?: readonly Row<typeof PROFILE_ORDERS>[];
  readonly refunds?: readonly Row<typeof PROFILE_REFUNDS>[];
  readonly consents?: readonly Row<typeof PROFILE_CONSENTS>[];
  readonly events?: readonly Row<typeof PROFILE_EVENTS>[];
}

export const CONTEXT: CompileContext = {
  shop: shopId('demo'),
  timeZone: timeZone('Europe/London'),
  now: instant('2024-06-15T12:00:00Z'),
  cutoffs: new Map(),
  rfm: DEFAULT_RFM,
  profiles: 'profiles',
  segmentMembers: 'segment_members',
  segmentPlaces: new Map([
    ['vip', 0],
    ['others', 63],
    ['elsewhere', 70],
  ]),
  customTypes: new Map<string, CustomType>([
    ['attributes.shoe_size', 'number'],
    ["attributes.'Loyalty tier'", 'text'],
    ['attributes.interests', 'list'],
    ['attributes.newsletter', 'boolean'],
    ['attributes.last_visit', 'date'],
    ['metafields.facts.last_visit', 'date'],
    ['metafields.facts.birth_date', 'date'],
    ['metafields.custom.membership_level', 'text'],
  ]),
  products: 'products',
  profileIds: 'profile_ids',
  listEntries: 'list_entries',
  customerProfiles: 'customer_profiles',
  profileCustomers: 'customer_profiles',
  purchasesByProduct: '(SELECT DISTINCT * FROM purchases_by_product)',
  repeatedPurchases: 'purchases_by_product',
};

/** The checked condition of a query that is known to be valid. */
export function conditionOf(query: string): Condition {
  const checked = checkQuery(query, { customAttributes: languageTypesOf(CONTEXT.customTypes ?? new Map()) });
  if (checked.outcome === 'invalid') throw new Error(checked.errors.map((error) => error.message).join('; '));
  return checked.condition;
}

/** One shop in the real engine: sources as given, `profiles` derived from them. */
export class EngineShop implements Disposable {
  readonly #directory = mkdtempSync(join(tmpdir(), 'segmentation-'));
  readonly #session = new Session(this.#directory);

  constructor(rows: SourceRows = {}, members: readonly (readonly [segment: string, profileNo: number])[] = []) {
    const sources = {
      customers: PROFILE_CUSTOMERS,
      orders: PROFILE_ORDERS,
      refunds: PROFILE_REFUNDS,
      consents: PROFILE_CONSENTS,
      events: PROFILE_EVENTS,
    };
    for (const [name, relation] of Object.entries(sources)) this.#create(name, relation);
    this.#create('segment_members', { shop: { type: 'String' }, ...SEGMENT_MEMBERS });
    this.#create('products', { shop: { type: 'String' }, ...PRODUCTS });
    this.#create('profile_ids', { shop: { type: 'String' }, ...PROFILE_IDS });
    this.#create('list_entries', { shop: { type: 'String' }, ...LIST_ENTRIES });
    this.#create('customer_profiles', { shop: { type: 'String' }, ...CUSTOMER_PROFILES });
    this.#create('profiles', PROFILES);
    this.#create('purchases_by_product', { shop: { type: 'String' }, ...PURCHASES_BY_PRODUCT });
    for (const name of Object.keys(sources) as (keyof SourceRows)[]) this.insert(name, rows[name] ?? []);
    for (const profile_no of new Set(members.map(([, profileNo]) => profileNo))) {
      const inside = members.filter(([, profileNo]) => profileNo === profile_no);
      const words = wordsOf(inside.flatMap(([segment]) => CONTEXT.segmentPlaces.get(segment) ?? []));
      const rowOf = ({ wordNo, mask }: Word) => ({
        shop: CONTEXT.shop,
        word_no: wordNo,
        profile_no,
        bits: String(mask),
        ever: String(mask),
      });
      this.insert('segment_members', words.map(rowOf));
    }
    this.derive();
  }

  insert(table: string, rows: readonly Readonly<Record<string, unknown>>[]): void {
    const lines = rows.map((row) => JSON.stringify(row)).join('\n');
    if (lines !== '') this.#session.query(`INSERT INTO ${table} FORMAT JSONEachRow ${lines}`);
  }

  /** Derives the profiles again, some of them or all. */
  derive(profileNos?: readonly number[]): void {
    const of = (source: string) =>
      profileNos === undefined ? source : `(SELECT * FROM ${source} WHERE profile_no IN (${profileNos.join(', ')}))`;
    const sources = {
      customers: of('customers'),
      orders: of('orders'),
      refunds: of('refunds'),
      consents: of('consents'),
      events: of('events'),
    };
    const { sql, columns } = deriveProfilesQuery(sources);
    if (profileNos === undefined) this.#session.query('TRUNCATE TABLE profiles');
    else this.#session.query(`DELETE FROM profiles WHERE profile_no IN (${profileNos.join(', ')})`);
    this.#session.query(
      `INSERT INTO profiles (shop, profile_no, ${columns.join(', ')})
       SELECT '${CONTEXT.shop}' AS shop, * FROM (${sql}) SETTINGS max_threads = 1`,
    );
    this.#session.query(`INSERT INTO purchases_by_product ${purchasesByProductQuery('profiles', 'shop')}`);
  }

  /** Writes what is found by product once more. */
  repeatPurchases(): void {
    this.#session.query('INSERT INTO purchases_by_product SELECT * FROM purchases_by_product');
  }

  rows<T>({ sql, params }: CompiledSql): T[] {
    const settings = 'SETTINGS output_format_json_quote_decimals = 1, output_format_json_quote_64bit_integers = 0';
    const text = this.#session.queryBind(`${sql} ${settings}`, params, 'JSONEachRow');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as T);
  }

  /** The context with the cut-offs that a condition requires. */
  contextOf(condition: Condition, context: CompileContext = CONTEXT): CompileContext {
    const cutoffs = new Map(context.cutoffs);
    const missing = requiredCutoffs(condition, context.rfm).filter((key) => !cutoffs.has(key));
    for (const keys of cutoffPasses(missing)) {
      const [row] = this.rows<CutoffsRow>(cutoffsQuery(keys, { ...context, cutoffs }));
      for (const [index, key] of keys.entries()) cutoffs.set(key, row?.values[index] ?? []);
    }
    return { ...context, cutoffs };
  }

  /** The numbers of the profiles for which a query holds. */
  members(query: string, context: CompileContext = CONTEXT): number[] {
    const condition = conditionOf(query);
    const compiled = membersQuery(condition, this.contextOf(condition, context), { limit: 1000 });
    return this.rows<{ profile_no: number }>(compiled).map((row) => row.profile_no);
  }

  [Symbol.dispose](): void {
    this.#session.close();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #create(name: string, relation: Readonly<Record<string, { readonly type: string; readonly codec?: string }>>): void {
    const columns = Object.entries(relation).map(
      ([column, { type, codec }]) => `${column} ${type}${codec === undefined ? '' : ` CODEC(${codec})`}`,
    );
    this.#session.query(`CREATE TABLE ${name} (${columns.join(', ')}) ENGINE = MergeTree ORDER BY tuple()`);
  }
}

import { identifierKey, identifiersOf, nameKeyOf } from '@clientele/identity';
import type { CustomerRecord, Shop, SourceRecord } from '@clientele/model';
import type { Sql } from '../sql.js';
import { customerNumbers, type ReserveNumbers } from './customer-numbers.js';
import { customerOf, FACT_KINDS, type Fact, type FactKind, factOf, kindOf, newestOfEach } from './fact.js';
import { nameHash } from './name-hash.js';
import {
  consentColumns,
  customerColumns,
  customerConsentColumns,
  customerOrderColumns,
  eventColumns,
  orderFacts,
  productColumns,
  type Row,
  refundColumns,
} from './rows.js';
import { FACT_TABLE, type StoredFact, storedCustomers, storedFacts } from './stored.js';

/** Records of one connection that are written together. */
export interface Batch {
  readonly shop: Shop;
  readonly connection: string;
  /** The number that the ledger's journal gave it. */
  readonly number: number;
  readonly records: readonly SourceRecord[];
}

export interface BatchOutcome {
  /** For each record given, in order: whether it changed anything. */
  readonly accepted: readonly boolean[];
}

/** Kinds of record that are kept a second time, clustered by customer. */
const BY_CUSTOMER_TABLE = {
  order: 'customer_orders',
  refund: 'customer_refunds',
  consent: 'customer_consents',
} as const;

/**
 * Writes a batch of records. A record that is older than, or the same as, what is stored changes nothing. The order
 * of the writes is what makes a crash harmless: first whom the batch touches, then what hangs on customers, and last
 * the facts, whose versions say that a record is in. Writing the same batch again completes it.
 */
export async function writeBatch(sql: Sql, batch: Batch, reserve: ReserveNumbers): Promise<BatchOutcome> {
  const { shop, connection } = batch;
  const facts = batch.records.map(factOf);
  const candidates = newestOfEach(facts);
  const numbers = await customerNumbers(
    sql,
    shop.id,
    connection,
    candidates.flatMap((fact) => customerOf(fact.record) ?? []),
    reserve,
  );
  const plan = new BatchPlan(shop, connection, numbers);
  await planCustomers(sql, plan, candidates);
  for (const kind of FACT_KINDS) {
    const ofKind = candidates.filter((fact) => kindOf(fact.record) === kind);
    const stored = await storedFacts(
      sql,
      shop.id,
      connection,
      kind,
      ofKind.map((fact) => fact.record.externalId),
    );
    for (const fact of ofKind) plan.addFact(kind, fact, stored.get(fact.record.externalId));
  }
  await plan.write(sql, batch.number);
  return { accepted: facts.map((fact) => plan.taken.has(fact)) };
}

async function planCustomers(sql: Sql, plan: BatchPlan, candidates: readonly Fact[]): Promise<void> {
  const customers = candidates.filter((fact) => kindOf(fact.record) === 'customer');
  const stored = await storedCustomers(
    sql,
    plan.shop.id,
    customers.map((fact) => plan.numberOf(fact.record)),
  );
  for (const fact of customers) {
    const before = stored.get(plan.numberOf(fact.record));
    if (before !== undefined && before.version >= fact.version) continue;
    plan.addCustomer(fact, before?.identifiers ?? []);
  }
}

/** The rows of one batch by table, in the order in which they are written. */
class BatchPlan {
  readonly taken = new Set<Fact>();
  readonly #touched = new Set<number>();
  readonly #rows = new Map<string, Row[]>();
  readonly shop: Shop;
  readonly #connection: string;
  readonly #numbers: ReadonlyMap<string, number>;

  constructor(shop: Shop, connection: string, numbers: ReadonlyMap<string, number>) {
    this.shop = shop;
    this.#connection = connection;
    this.#numbers = numbers;
  }

  /** The number of the customer record that a record names; 0 where it names none. */
  numberOf(record: SourceRecord): number {
    const customer = customerOf(record);
    return customer === undefined ? 0 : (this.#numbers.get(customer) ?? 0);
  }

  /** @param carried keys of the identifiers that the record carries so far */
  addCustomer(fact: Fact, carried: readonly string[]): void {
    const { record, version } = fact;
    const customer_no = this.numberOf(record);
    const after = record.kind === 'customer' ? record : undefined;
    this.#take(fact, customer_no);
    this.#push('customers', {
      ...this.#key(fact),
      customer_no,
      content: String(fact.content),
      gone: after === undefined,
      body: after === undefined ? '' : fact.body,
      ...(after === undefined ? {} : customerColumns(after, this.shop)),
    });
    const rows = after === undefined ? new Map<string, Row>() : this.#identifierRows(after, customer_no, version);
    for (const key of carried) {
      if (rows.has(key)) continue;
      this.#pushIdentifier({
        shop: this.shop.id,
        key,
        customer_no,
        name_key: '0',
        version: String(version),
        gone: true,
      });
    }
    for (const row of rows.values()) this.#pushIdentifier(row);
  }

  addFact(kind: FactKind, fact: Fact, stored: StoredFact | undefined): void {
    if (stored !== undefined && stored.version >= fact.version) return;
    const { record } = fact;
    const { ofFact, byCustomer } = this.#columns(record);
    const gone = record.kind === 'deletion';
    const owner = this.numberOf(record);
    const ownerBefore = stored?.customerNo ?? 0;
    this.#take(fact, kind === 'product' || kind === 'event' ? 0 : owner);
    const table = byCustomerTable(kind);
    if (table !== undefined && ownerBefore !== 0 && (gone || ownerBefore !== owner)) {
      this.#touched.add(ownerBefore);
      this.#push(table, { ...this.#key(fact), customer_no: ownerBefore, gone: true });
    }
    if (table !== undefined && owner !== 0 && !gone) {
      this.#push(table, { ...this.#key(fact), customer_no: owner, gone, ...byCustomer });
    }
    this.#push(FACT_TABLE[kind], {
      ...this.#key(fact),
      content: String(fact.content),
      gone,
      body: gone ? '' : fact.body,
      customer_no: gone ? ownerBefore : owner,
      ...ofFact,
    });
  }

  async write(sql: Sql, batchNumber: number): Promise<void> {
    const touched = [...this.#touched].map((customer_no) => ({ shop: this.shop.id, batch: batchNumber, customer_no }));
    if (touched.length > 0) await sql.insert('touched', touched);
    for (const table of WRITE_ORDER) {
      const rows = this.#rows.get(table);
      if (rows !== undefined) await sql.insert(table, rows);
    }
  }

  #take(fact: Fact, customerNo: number): void {
    this.taken.add(fact);
    if (customerNo !== 0) this.#touched.add(customerNo);
  }

  #push(table: string, row: Row): void {
    const rows = this.#rows.get(table);
    if (rows === undefined) this.#rows.set(table, [row]);
    else rows.push(row);
  }

  #pushIdentifier(row: Row): void {
    this.#push('identifiers', row);
    this.#push('customer_identifiers', row);
  }

  #key(fact: Fact): Row {
    return {
      shop: this.shop.id,
      connection: this.#connection,
      external_id: fact.record.externalId,
      version: String(fact.version),
    };
  }

  #identifierRows(customer: CustomerRecord, customer_no: number, version: bigint): Map<string, Row> {
    const name_key = nameHash(nameKeyOf(customer));
    const rows = new Map<string, Row>();
    for (const identifier of identifiersOf(customer, this.#connection)) {
      const key = identifierKey(identifier);
      rows.set(key, { shop: this.shop.id, key, customer_no, name_key, version: String(version), gone: false });
    }
    return rows;
  }

  /** What SQL needs of a record: of the fact, and of the same by customer. */
  #columns(record: SourceRecord): { readonly ofFact: Row; readonly byCustomer: Row } {
    switch (record.kind) {
      case 'order': {
        const facts = orderFacts(record, this.shop);
        return { ofFact: { ...facts, purpose: record.purpose }, byCustomer: customerOrderColumns(record, facts) };
      }
      case 'refund': {
        const columns = refundColumns(record, this.shop);
        return { ofFact: columns, byCustomer: columns };
      }
      case 'product':
        return { ofFact: productColumns(record), byCustomer: {} };
      case 'event':
        return { ofFact: eventColumns(record, this.shop), byCustomer: {} };
      case 'consent':
        return { ofFact: consentColumns(record), byCustomer: customerConsentColumns(record) };
      default:
        return { ofFact: {}, byCustomer: {} };
    }
  }
}

/** Facts and customers last: their versions say that a record is in. */
const WRITE_ORDER = [
  'identifiers',
  'customer_identifiers',
  ...Object.values(BY_CUSTOMER_TABLE),
  'customers',
  ...FACT_KINDS.map((kind) => FACT_TABLE[kind]),
];

function byCustomerTable(kind: FactKind): string | undefined {
  return kind === 'order' || kind === 'refund' || kind === 'consent' ? BY_CUSTOMER_TABLE[kind] : undefined;
}

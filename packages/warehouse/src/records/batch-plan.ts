import { identifierKey, identifiersOf, nameKeyOf } from '@clientele/identity';
import type { CustomerRecord, Shop, SourceRecord } from '@clientele/model';
import type { SourceName } from '@clientele/segmentation';
import type { Sql } from '../sql.js';
import { consentKeys } from './address-key.js';
import { customerOf, FACT_KINDS, type Fact, type FactKind } from './fact.js';
import { nameHash } from './name-hash.js';
import {
  consentColumns,
  customerColumns,
  customerConsentColumns,
  customerEventColumns,
  customerOrderColumns,
  customerRefundColumns,
  eventColumns,
  orderFacts,
  productColumns,
  type Row,
  refundColumns,
} from './rows.js';
import { FACT_TABLE, type StoredCustomer, type StoredFact } from './stored.js';

/** Kinds of record that are kept a second time, clustered by customer. */
const BY_CUSTOMER_TABLE = {
  order: 'customer_orders',
  refund: 'customer_refunds',
  consent: 'customer_consents',
  event: 'customer_events',
} as const;

/** The sources of profiles that records belong to; none is derived from products. */
const SOURCE_OF: Readonly<Record<FactKind, SourceName | undefined>> = {
  order: 'orders',
  refund: 'refunds',
  consent: 'consents',
  product: undefined,
  event: 'events',
};

/**
 * The rows of one batch by table, and in which order they are written: that order is what makes a crash harmless. First
 * whom the batch touches, then what hangs on customers, and last the facts, whose versions say that a record is in.
 */
export class BatchPlan {
  readonly taken = new Set<Fact>();
  /** What was stored before just so. */
  readonly known = new Set<Fact>();
  readonly #facts = new Map<string, StoredFact>();
  readonly #customers = new Map<number, StoredCustomer>();
  /** Whom the batch concerns, and by what. */
  readonly #touched = new Map<number, Set<SourceName>>();
  readonly #rows = new Map<string, Row[]>();
  readonly shop: Shop;
  readonly #connection: string;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #onlyNew: boolean;

  constructor(shop: Shop, connection: string, numbers: ReadonlyMap<string, number>, onlyNew: boolean) {
    this.shop = shop;
    this.#connection = connection;
    this.#numbers = numbers;
    this.#onlyNew = onlyNew;
  }

  /** The number of the customer record that a record names; 0 where it names none. */
  numberOf(record: SourceRecord): number {
    const customer = customerOf(record);
    return customer === undefined ? 0 : (this.#numbers.get(customer) ?? 0);
  }

  addCustomer(fact: Fact, stored: StoredCustomer | undefined): void {
    const { record, version } = fact;
    if (this.#isStored(fact, stored?.version)) return;
    const customer_no = this.numberOf(record);
    const after = record.kind === 'customer' ? record : undefined;
    this.#take(fact, customer_no, 'customers');
    this.#push('customers', {
      ...this.#key(fact),
      customer_no,
      content: String(fact.content),
      gone: after === undefined,
      body: after === undefined ? '' : fact.body,
      ...(after === undefined ? {} : customerColumns(after, this.shop)),
    });
    const rows = after === undefined ? new Map<string, Row>() : this.#identifierRows(after, customer_no, version);
    for (const key of stored?.identifiers ?? []) {
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
    this.#customers.set(customer_no, { version, identifiers: [...rows.keys()] });
  }

  addFact(kind: FactKind, fact: Fact, stored: StoredFact | undefined): void {
    if (this.#isStored(fact, stored?.version)) return;
    const { record } = fact;
    const { ofFact, byCustomer } = this.#columns(record);
    const gone = record.kind === 'deletion';
    const owner = this.numberOf(record);
    const ownerBefore = stored?.customerNo ?? 0;
    this.#take(fact, owner, SOURCE_OF[kind]);
    this.#facts.set(`${kind} ${record.externalId}`, { version: fact.version, customerNo: gone ? ownerBefore : owner });
    const table = byCustomerTable(kind);
    if (table !== undefined && ownerBefore !== 0 && (gone || ownerBefore !== owner)) {
      this.#touch(ownerBefore, SOURCE_OF[kind]);
      this.#push(table, { ...this.#key(fact), customer_no: ownerBefore, gone: true });
    }
    if (table !== undefined && owner !== 0 && !gone) {
      this.#push(table, { ...this.#key(fact), customer_no: owner, gone, ...byCustomer });
    }
    if (record.kind === 'consent') {
      const { channel, address, externalId: external_id } = record;
      const key = { shop: this.shop.id, connection: this.#connection, external_id };
      for (const filed of consentKeys(channel, address)) {
        this.#push('consent_addresses', { ...key, channel, address: filed });
      }
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

  /** What the batch makes of a record, where it changes it. */
  fact(kind: FactKind, externalId: string): StoredFact | undefined {
    return this.#facts.get(`${kind} ${externalId}`);
  }

  customer(customerNo: number): StoredCustomer | undefined {
    return this.#customers.get(customerNo);
  }

  /** Writing the same again completes what was interrupted. */
  async write(sql: Sql, batchNumber: number): Promise<void> {
    const touched = [...this.#touched].map(([customer_no, sources]) => ({
      shop: this.shop.id,
      batch: batchNumber,
      customer_no,
      sources: [...sources],
    }));
    if (touched.length > 0) await sql.insert('touched_customers', touched);
    for (const tables of WRITE_ORDER) {
      const inserts = tables.flatMap((table) => {
        const rows = this.#rows.get(table);
        return rows === undefined ? [] : sql.insert(table, rows);
      });
      await allOrFirstError(inserts);
    }
    // What was written is only asked for versions and owners any more.
    this.#rows.clear();
    this.taken.clear();
    this.known.clear();
  }

  /** Whether a fact changes nothing, given the version stored so far (a customer that is only referred to has -1). */
  #isStored(fact: Fact, version = -1n): boolean {
    if (version === fact.version) this.known.add(fact);
    return version >= fact.version || (this.#onlyNew && version !== -1n);
  }

  #take(fact: Fact, customerNo: number, source: SourceName | undefined): void {
    this.taken.add(fact);
    this.#touch(customerNo, source);
  }

  #touch(customerNo: number, source: SourceName | undefined): void {
    if (customerNo === 0 || source === undefined) return;
    this.#touched.set(customerNo, (this.#touched.get(customerNo) ?? new Set()).add(source));
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
        return {
          ofFact: { ...facts, purpose: record.purpose, name: record.name ?? '' },
          byCustomer: customerOrderColumns(record, facts, this.shop),
        };
      }
      case 'refund': {
        const columns = refundColumns(record, this.shop);
        return { ofFact: columns, byCustomer: customerRefundColumns(record, columns, this.shop) };
      }
      case 'product':
        return { ofFact: productColumns(record), byCustomer: {} };
      case 'event':
        return { ofFact: eventColumns(record, this.shop), byCustomer: customerEventColumns(record, this.shop) };
      case 'consent':
        return { ofFact: consentColumns(record), byCustomer: customerConsentColumns(record) };
      default:
        return { ofFact: {}, byCustomer: {} };
    }
  }
}

/** Tables of one line are written at the same time. */
const WRITE_ORDER = [
  ['identifiers', 'customer_identifiers', 'consent_addresses', ...Object.values(BY_CUSTOMER_TABLE)],
  ['customers', ...FACT_KINDS.map((kind) => FACT_TABLE[kind])],
];

/** When this ends nothing is under way any more, also where it fails. */
async function allOrFirstError(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

function byCustomerTable(kind: FactKind): string | undefined {
  return kind === 'product' ? undefined : BY_CUSTOMER_TABLE[kind];
}

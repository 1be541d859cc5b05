import type { Shop, SourceRecord } from '@clientele/model';
import type { Sql } from '../sql.js';
import { BatchPlan } from './batch-plan.js';
import { CustomerNumbers, type ReserveNumbers } from './customer-numbers.js';
import { customerOf, FACT_KINDS, type Fact, type FactKind, factOf, kindOf, newestOfEach } from './fact.js';
import { SeenIds } from './seen-ids.js';
import { hasFacts, type StoredCustomer, type StoredFact, storedCustomers, storedFacts } from './stored.js';

/** A batch that is ready to be written. */
export interface PreparedBatch {
  /** For each record given, in order: whether it changes anything. */
  readonly accepted: readonly boolean[];
  /** For each record given, in order: whether the same is stored, once this is written or since before. */
  readonly stored: readonly boolean[];
  /**
   * Writes the batch under the number that the ledger's journal gave it; on disk when it resolves. Writing it again
   * completes what was interrupted.
   */
  write(number: number): Promise<void>;
}

/**
 * Writes records of one connection, batch by batch. A record that is older than, or the same as, what is stored changes
 * nothing. While a batch is being written the next one may be prepared; they are written in the order of preparation,
 * and after one that cannot be written a new writer is needed. From its first batch on nobody else writes records of that
 * connection: that is what a shop's turn is for.
 */
export class RecordWriter {
  readonly #sql: Sql;
  readonly #shop: Shop;
  readonly #connection: string;
  readonly #numbers: CustomerNumbers;
  /** The batch prepared last may not be on disk yet: what it holds counts as stored. */
  #last: BatchPlan | undefined;
  /** Of kinds of which nothing was there before the first batch: what has come since. Nothing else can be stored. */
  readonly #come = new Map<FactKind, SeenIds | 'was there before'>();

  constructor(sql: Sql, shop: Shop, connection: string, reserve: ReserveNumbers) {
    this.#sql = sql;
    this.#shop = shop;
    this.#connection = connection;
    this.#numbers = new CustomerNumbers(sql, shop.id, connection, reserve);
  }

  /** @param onlyNew takes only records of which nothing is stored: for records that may be a part of what their source says */
  async prepare(records: readonly SourceRecord[], { onlyNew = false } = {}): Promise<PreparedBatch> {
    const sql = this.#sql;
    const facts = records.map(factOf);
    const candidates = newestOfEach(facts);
    const numbers = await this.#numbers.of(candidates.flatMap((fact) => customerOf(fact.record) ?? []));
    const plan = new BatchPlan(this.#shop, this.#connection, numbers, onlyNew);
    await this.#planCustomers(plan, candidates);
    for (const kind of FACT_KINDS) await this.#planFacts(plan, kind, candidates);
    this.#last = plan;
    return {
      accepted: facts.map((fact) => plan.taken.has(fact)),
      stored: facts.map((fact) => plan.taken.has(fact) || plan.known.has(fact)),
      write: (number) => plan.write(sql, number),
    };
  }

  async #planCustomers(plan: BatchPlan, candidates: readonly Fact[]): Promise<void> {
    const before = new Map<Fact, StoredCustomer>();
    const unknown: Fact[] = [];
    for (const fact of candidates) {
      if (kindOf(fact.record) !== 'customer') continue;
      const known = this.#last?.customer(plan.numberOf(fact.record));
      if (known === undefined) unknown.push(fact);
      else before.set(fact, known);
    }
    const stored = await storedCustomers(
      this.#sql,
      this.#shop.id,
      unknown.map((fact) => plan.numberOf(fact.record)),
    );
    for (const fact of candidates) {
      if (kindOf(fact.record) !== 'customer') continue;
      plan.addCustomer(fact, before.get(fact) ?? stored.get(plan.numberOf(fact.record)));
    }
  }

  async #planFacts(plan: BatchPlan, kind: FactKind, candidates: readonly Fact[]): Promise<void> {
    const ofKind = candidates.filter((fact) => kindOf(fact.record) === kind);
    const before = new Map<string, StoredFact>();
    const unknown: string[] = [];
    for (const { record } of ofKind) {
      const known = this.#last?.fact(kind, record.externalId);
      if (known === undefined) unknown.push(record.externalId);
      else before.set(record.externalId, known);
    }
    const asked = await this.#mayBeStored(kind, unknown);
    const stored = await storedFacts(this.#sql, this.#shop.id, this.#connection, kind, asked);
    for (const fact of ofKind) {
      const { externalId } = fact.record;
      plan.addFact(kind, fact, before.get(externalId) ?? stored.get(externalId));
    }
  }

  /** Those of some ids that are worth a question: in a first import the rows so far would all be searched for nothing. */
  async #mayBeStored(kind: FactKind, ids: readonly string[]): Promise<readonly string[]> {
    if (ids.length === 0) return ids;
    let come = this.#come.get(kind);
    if (come === undefined) {
      const isFirst = !(await hasFacts(this.#sql, this.#shop.id, this.#connection, kind));
      come = isFirst ? new SeenIds() : 'was there before';
      this.#come.set(kind, come);
    }
    if (come === 'was there before') return ids;
    const some = ids.filter((id) => come.mayHave(id));
    for (const id of ids) come.add(id);
    return some;
  }
}

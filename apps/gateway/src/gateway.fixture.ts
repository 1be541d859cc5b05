import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Item } from '@clientele/connector-kit';
import { type ApiScope, loadKey, openLedger } from '@clientele/ledger';
import {
  type Instant,
  instant,
  instantOfMs,
  msOfInstant,
  type RecordInput,
  readRecord,
  type Shop,
  shopId,
  timeZone,
} from '@clientele/model';
import { advance, createSegment, ingest } from '@clientele/pipeline';
import { openWarehouse, prepareWarehouse, type RequestOptions, type Sql, startEngine } from '@clientele/warehouse';
import type { FastifyInstance, InjectOptions } from 'fastify';
import type { GatewayDeps } from './deps.js';
import { createGateway, type GatewayOptions, GRAPHQL_PATH } from './gateway.js';
import type { Rates } from './limits/rates.js';

export const NOW: Instant = instant('2024-06-01T12:00:00Z');

/** Tests do not lose power, only processes: what the system has, stays. Waiting for disks would take most of their time. */
const UNSYNCED_TABLE_SETTINGS = 'fsync_after_insert = 0, fsync_part_directory = 0';

/** Tests ask a good deal faster than people. */
const UNLIMITED: Rates = { credential: 1e9, widget: 1e9, stranger: 1e6, signIn: 1e6, file: 1e6 };

/** People of a shop of the fixture; the first has two customer records that are one person. */
export const PEOPLE = 20;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** As many shapes as there are questions: what is not as a test reads it fails that test. */
  readonly body: ReturnType<JSON['parse']>;
}

/** A gateway on real stores with two shops of the same people and orders; every statement to the warehouse is counted. */
export class TestGateway implements AsyncDisposable {
  readonly deps: GatewayDeps;
  readonly app: FastifyInstance;
  readonly mine: Shop;
  readonly theirs: Shop;
  readonly #close: () => Promise<void>;
  readonly #state: State;

  private constructor(
    deps: GatewayDeps,
    app: FastifyInstance,
    shops: readonly [Shop, Shop],
    state: State,
    close: () => Promise<void>,
  ) {
    this.deps = deps;
    this.app = app;
    [this.mine, this.theirs] = shops;
    this.#state = state;
    this.#close = close;
  }

  static async open(options: GatewayOptions = {}): Promise<TestGateway> {
    const directory = await mkdtemp(join(tmpdir(), 'clientele-gateway-'));
    const ledger = await openLedger({ directory }, { key: await loadKey(directory) });
    const engine = await startEngine({ directory: join(directory, 'warehouse') });
    const warehouse = openWarehouse(engine);
    await prepareWarehouse(warehouse, UNSYNCED_TABLE_SETTINGS);
    const state: State = { now: NOW, statements: [], advances: [], intercept: undefined };
    const sql = counted(warehouse, state);
    const parts = { ledger, sql, clock: () => state.now };
    const deps: GatewayDeps = {
      ...parts,
      lanes: () => warehouse.underWay(),
      advanceShop: (shop) => {
        // In the shop's turn: two at once would both count what the other has counted.
        const before = state.advances.at(-1) ?? Promise.resolve();
        const work = before.catch(() => {}).then(() => advance(parts, shop));
        state.advances.push(work);
        return work;
      },
    };
    const shops = [await aShop(deps, 'mine'), await aShop(deps, 'theirs')] as const;
    const app = await createGateway(deps, { rates: UNLIMITED, ...options });
    return new TestGateway(deps, app, shops, state, async () => {
      await app.close();
      await Promise.allSettled(state.advances);
      await warehouse.close();
      await engine.stop();
      await ledger.close();
      await rm(directory, { recursive: true, force: true });
    });
  }

  /** Statements that reached the warehouse since this was last asked. */
  statements(): readonly string[] {
    return this.#state.statements.splice(0);
  }

  /** Lets a test answer in the warehouse's place; undefined lets it answer itself again. */
  intercept(intercept: Intercept | undefined): void {
    this.#state.intercept = intercept;
  }

  pass(seconds: number): void {
    this.#state.now = instantOfMs(msOfInstant(this.#state.now) + seconds * 1000);
  }

  /** Waits for what mutations have left to be done. */
  async settled(): Promise<void> {
    await Promise.all(this.#state.advances);
  }

  async key(
    scopes: readonly ApiScope[],
    shop: Shop = this.mine,
    expiresAt: Instant | null = null,
  ): Promise<Record<string, string>> {
    const { text } = await this.deps.ledger.apiKeys.create(
      shop.id,
      { name: 'test', scopes, expiresAt },
      this.deps.clock(),
    );
    return { authorization: `Bearer ${text}` };
  }

  /** The cookie of somebody who has signed in by a link for these shops. */
  async session(shops: readonly Shop[] = [this.mine]): Promise<Record<string, string>> {
    const { ledger, clock } = this.deps;
    const expiresAt = instantOfMs(msOfInstant(clock()) + 60_000);
    const code = await ledger.sessions.offerLink(
      shops.map(({ id }) => id),
      expiresAt,
      clock(),
    );
    const { headers } = await this.app.inject({ url: '/sign-in', query: { code } });
    return { cookie: String(headers['set-cookie']).split(';')[0] ?? '' };
  }

  async ask(query: string, headers: Record<string, string>, variables: object = {}): Promise<Answer> {
    return this.send({ method: 'POST', url: GRAPHQL_PATH, headers, payload: { query, variables } });
  }

  async send(request: InjectOptions): Promise<Answer> {
    const response = await this.app.inject(request);
    const { statusCode: status, headers, body } = response;
    return { status, headers, body: body === '' ? null : JSON.parse(body) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }
}

/** What stands between the gateway and the warehouse: `go` asks it. */
export type Intercept = <T>(options: RequestOptions, go: () => Promise<T>) => Promise<T>;

interface State {
  now: Instant;
  readonly statements: string[];
  readonly advances: Promise<unknown>[];
  intercept: Intercept | undefined;
}

function counted(sql: Sql, state: State): Sql {
  return {
    insert: (...args) => sql.insert(...args),
    command: (...args) => sql.command(...args),
    query: (text, parameters, options) => {
      state.statements.push(text);
      return state.intercept === undefined
        ? sql.query(text, parameters, options)
        : state.intercept(options ?? {}, () => sql.query(text, parameters, options));
    },
  };
}

async function aShop(deps: GatewayDeps, id: string): Promise<Shop> {
  const { ledger } = deps;
  const { shop } = await ledger.shops.create({
    id: shopId(id),
    name: `The shop ${id}`,
    currency: 'GBP',
    timeZone: timeZone('Europe/London'),
    clock: null,
    generated: true,
    createdAt: NOW,
  });
  await ledger.connections.create(shop.id, { name: 'web', connector: 'files', config: {}, createdAt: NOW });
  await ingest(deps, shop, { connection: 'web', source: 'test', fingerprint: 'test', retry: null }, items(records(id)));
  await createSegment(deps, shop, { name: 'Buyers', query: 'number_of_orders > 0' }, 'test');
  await createSegment(deps, shop, { name: 'Big spenders', query: 'amount_spent >= 100' }, 'test');
  await advance(deps, shop);
  return shop;
}

/** Person n has n modulo 6 orders of n times ten pounds; person 1 has a second customer record with the same e-mail. */
function records(shop: string): RecordInput[] {
  const people = Array.from({ length: PEOPLE }, (_, index) => index + 1);
  const person = (id: string, n: number): RecordInput => ({
    kind: 'customer',
    externalId: id,
    version: { updatedAt: '2024-01-01T00:00:00Z' },
    email: `person-${n}@${shop}.example`,
    phone: `+4420794600${String(n).padStart(2, '0')}`,
    firstName: 'Person',
    lastName: `${shop} ${n}`,
    tags: n % 2 === 0 ? ['Even', 'tag'] : [],
  });
  const orders = people.flatMap((n) =>
    Array.from({ length: n % 6 }, (_, index): RecordInput => {
      const day = String(index + 1).padStart(2, '0');
      return {
        kind: 'order',
        externalId: `o${n}-${index + 1}`,
        version: { updatedAt: '2024-05-20T00:00:00Z' },
        name: `#${n}-${index + 1}`,
        placedAt: `2024-05-${day}T10:00:00Z`,
        channel: { id: 'web', kind: 'online_store' },
        customer: `c${n}`,
        currency: 'GBP',
        lines: [{ id: '1', product: 'tea', title: 'Tea', quantity: '2', listPrice: String(n * 5) }],
      };
    }),
  );
  return [...people.map((n) => person(`c${n}`, n)), person('c1-again', 1), ...orders];
}

async function* items(inputs: readonly RecordInput[]): AsyncGenerator<Item> {
  for (const [index, input] of inputs.entries()) {
    const reading = readRecord(input);
    if (reading.outcome === 'refused') throw new Error(reading.reason);
    yield { outcome: 'read', record: reading.record, rows: 1, place: `line ${index + 1}` };
  }
}

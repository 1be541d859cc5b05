import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Budgets, MemorySpool } from '@clientele/connector-kit';
import type { ApiScope } from '@clientele/ledger';
import { type Instant, instantOfMs, msOfInstant, type Shop, type ShopId } from '@clientele/model';
import {
  advance,
  backfillSegment,
  HookEntrance,
  PulledConnections,
  RefusedRetries,
  WrittenSegments,
} from '@clientele/pipeline';
import type { RequestOptions, Sql } from '@clientele/warehouse';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { inject } from 'vitest';
import { AskedPlatform } from './asked.fixture.js';
import type { GatewayDeps } from './deps.js';
import { createGateway, type GatewayOptions, GRAPHQL_PATH } from './gateway.js';
import type { Rates } from './limits/rates.js';
import { telling } from './telling.fixture.js';
import { NOW, openStores } from './two-shops.fixture.js';

export { NOW, PEOPLE } from './two-shops.fixture.js';

/** Tests ask a good deal faster than people. */
const UNLIMITED: Rates = { credential: 1e9, widget: 1e9, stranger: 1e6, signIn: 1e6, file: 1e6, hook: 1e6 };

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
  /** What connections of `asked` reach. */
  readonly platform: AskedPlatform;
  readonly #close: () => Promise<void>;
  readonly #state: State;

  private constructor(
    deps: GatewayDeps,
    app: FastifyInstance,
    shops: readonly [Shop, Shop],
    platform: AskedPlatform,
    state: State,
    close: () => Promise<void>,
  ) {
    this.deps = deps;
    this.app = app;
    [this.mine, this.theirs] = shops;
    this.platform = platform;
    this.#state = state;
    this.#close = close;
  }

  /** @param more what the gateway is given beside the stores */
  static async open(
    options: GatewayOptions = {},
    more: Pick<GatewayDeps, 'platformTokens' | 'sharedHooks'> = {},
  ): Promise<TestGateway> {
    const directory = await mkdtemp(join(tmpdir(), 'clientele-gateway-'));
    // Links within it are relative, and are to stay so.
    await cp(inject('twoShops'), directory, { recursive: true, verbatimSymlinks: true });
    const { ledger, warehouse, close } = await openStores(directory);
    const state: State = { now: NOW, statements: [], advances: [], intercept: undefined };
    const sql = counted(warehouse, state);
    const parts = { ledger, sql, clock: () => state.now };
    const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
      const before = state.advances.at(-1) ?? Promise.resolve();
      const work = before.catch(() => {}).then(run);
      state.advances.push(work);
      return work;
    };
    const platform = new AskedPlatform();
    const connectors = [telling, platform.connector];
    const shared = { ...parts, inTurn: <T>(_: ShopId, work: () => Promise<T>) => inTurn(work) };
    const connections = new PulledConnections({
      ...shared,
      connectors,
      host: {
        fetch: platform.fetch,
        sleep: async () => {},
        random: () => 0.5,
        openSpool: async () => new MemorySpool(),
        budgets: new Budgets(),
        log: () => {},
      },
    });
    const deps: GatewayDeps = {
      ...shared,
      ...more,
      connections,
      writtenSegments: new WrittenSegments(parts, connections),
      retries: new RefusedRetries({ ...shared, readAgain: () => undefined }, connections),
      lanes: () => warehouse.underWay(),
      hooks: new HookEntrance({ ...parts, connectors, onKept: () => {} }),
      // In the shop's turn: two at once would both count what the other has counted.
      advanceShop: (shop) => inTurn(() => advance(parts, shop)),
      workOutPast: (shop, segment) => inTurn(() => backfillSegment(parts, shop, segment)),
    };
    const [mine, theirs] = await ledger.shops.list();
    if (mine === undefined || theirs === undefined) throw new Error('the directory that was copied lacks its shops');
    const app = await createGateway(deps, { rates: UNLIMITED, ...options });
    return new TestGateway(deps, app, [mine, theirs], platform, state, async () => {
      await app.close();
      await Promise.allSettled(state.advances);
      await close();
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

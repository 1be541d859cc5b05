import { hostname } from 'node:os';
import { join } from 'node:path';
import type { AppKeys } from '@clientele/connector-shopify';
import { claimDatabase, type Ledger, type LedgerKey, loadKey, openLedger, type Segment } from '@clientele/ledger';
import { type Instant, instantOfMs, type Shop, type ShopId, shopId } from '@clientele/model';
import {
  advance,
  type Backfilled,
  backfillSegment,
  type CarriedOut,
  carryOutRequests,
  HookEntrance,
  nextTurn,
  type Parts,
  PulledConnections,
  RefusedRetries,
  type SegmentFault,
  type TakenDeliveries,
  takeDeliveries,
  WrittenSegments,
} from '@clientele/pipeline';
import { CompileError } from '@clientele/segmentation';
import {
  connectServer,
  DURABLE_TABLE_SETTINGS,
  type Engine,
  openWarehouse,
  prepareWarehouse,
  startEngine,
  type WarehouseClient,
} from '@clientele/warehouse';
import { CommandError } from './command-error.js';
import { allConnectors } from './connectors.js';
import { OneAtATime } from './one-at-a-time.js';
import { pullHost } from './pull-host.js';
import { readFilesAgain } from './read-files-again.js';
import { counted } from './terminal/counted.js';

/** Where the stores are: a data directory, and servers by URL where the environment names them. */
export interface HousePlace {
  readonly directory: string;
  readonly databaseUrl?: string | undefined;
  readonly clickhouseUrl?: string | undefined;
  /** The key of secrets at rest; without it, the one in the data directory. */
  readonly key?: string | undefined;
  /** Megabytes that the process of the embedded warehouse may take; 1000 without. */
  readonly engineMegabytes?: string | undefined;
  /** Packages of connectors beside ours, with commas between. */
  readonly connectors?: string | undefined;
  /** Of the app of Shopify on this server; without them there is none. */
  readonly shopifyKeys?: AppKeys | undefined;
}

/** The opened stores and what is built on them: everything that a verb works with. */
export interface House extends Parts {
  readonly engine: Engine;
  /** The platforms that are asked for what is new. */
  readonly connections: PulledConnections;
  /** Tries again what was refused. */
  readonly retries: RefusedRetries;
  /** The segments that are kept on platforms. */
  readonly writtenSegments: WrittenSegments;
  /** Where platforms tell what is new. */
  readonly hooks: HookEntrance;
  /** Calls when something was kept of what a platform told, from now on. */
  readonly onHookKept: (call: HookKept) => void;
  /** Takes what a platform told into the records, in the connection's turn. */
  readonly takeHooks: (shop: Shop, connection: string) => Promise<TakenDeliveries>;
  /** Runs work that writes to a shop after all such work before it. */
  readonly inTurn: <T>(shop: ShopId, work: () => Promise<T>) => Promise<T>;
  /** Takes a shop's records and changed segments all the way to memberships, in its turn. */
  readonly advanceShop: (shop: Shop) => Promise<unknown>;
  /** Erases what is asked to be erased of a shop, in its turn; one call after the other, of all shops. */
  readonly carryOutRequests: (shop: Shop) => Promise<CarriedOut>;
  /** Works out the past of a segment where that was not done yet; one after the other of a shop, beside what writes to it. */
  readonly workOutPast: (
    shop: Shop,
    segment: Segment,
    onProgress?: (done: number, of: number) => void,
  ) => Promise<Backfilled>;
  /** When a shop is to be taken on again though nothing arrives; undefined where its clock stands. */
  readonly nextTurn: (shop: Shop) => Promise<Instant | undefined>;
  /** How many requests wait or run in each lane of the warehouse. */
  readonly lanes: () => Readonly<Record<string, number>>;
  /** Where people reach the server of this process, such as `http://127.0.0.1:4000`; undefined where none runs. */
  readonly address: () => string | undefined;
  readonly setAddress: (address: string) => void;
  /** @throws CommandError when there is no such shop */
  readonly shop: (id: string) => Promise<Shop>;
  readonly close: () => Promise<void>;
}

type HookKept = (shop: ShopId, connection: string) => void;

/**
 * Opens both stores and brings their schemas up to date. What a crash left half done, the next `advanceShop` mends. The
 * data directory must be claimed; a ledger on a server is claimed here.
 */
export async function openHouse(place: HousePlace): Promise<House> {
  const connectors = await allConnectors(place.connectors, place.shopifyKeys);
  const key = await loadKey(place.directory, place.key);
  const ledger = await openClaimedLedger(place, key);
  const engine = await openEngine(place, ledger);
  const sql = openWarehouse(engine);
  const clock = (): Instant => instantOfMs(Date.now());
  const turns = new OneAtATime<ShopId>();
  const pasts = new OneAtATime<ShopId>();
  const erasures = new OneAtATime<'erasure'>();
  try {
    await refuseBrokenParts(engine);
    await prepareWarehouse(sql, DURABLE_TABLE_SETTINGS);
    engine.onRestart(() => void endOnBrokenParts(engine));
  } catch (error) {
    await closeAll(ledger, sql, engine);
    throw error;
  }
  const parts: Parts = { ledger, sql, clock, ready: () => engine.ready(), onFault: tellFault };
  const inTurn = <T>(shop: ShopId, work: () => Promise<T>) => turns.run(shop, work);
  const host = pullHost(place.directory);
  const connections = new PulledConnections({ ...parts, connectors, host, inTurn });
  let address: string | undefined;
  let hookKept: HookKept = () => {};
  return {
    ...parts,
    engine,
    connections,
    retries: new RefusedRetries({ ...parts, inTurn, readAgain: readFilesAgain }, connections),
    writtenSegments: new WrittenSegments(parts, connections),
    hooks: new HookEntrance({
      ...parts,
      connectors,
      onKept: (shop, connection) => hookKept(shop, connection),
    }),
    onHookKept: (call) => {
      hookKept = call;
    },
    takeHooks: (shop, connection) => takeDeliveries(parts, connections, shop, connection),
    inTurn,
    advanceShop: (shop) => turns.run(shop.id, () => advance(parts, shop)),
    carryOutRequests: (shop) =>
      erasures.run('erasure', () => carryOutRequests({ ...parts, inTurn }, connections, shop)),
    workOutPast: (shop, segment, onProgress) =>
      pasts.run(shop.id, () => backfillSegment(parts, shop, segment, onProgress)),
    nextTurn: (shop) => nextTurn(parts, shop),
    lanes: () => sql.underWay(),
    address: () => address,
    setAddress: (listening) => {
      address = listening;
    },
    shop: (id) => findShop(ledger, id),
    close: () => closeAll(ledger, sql, engine),
  };
}

async function openClaimedLedger({ directory, databaseUrl: url }: HousePlace, key: LedgerKey): Promise<Ledger> {
  if (url === undefined) return openLedger({ directory }, { key });
  const claim = await claimDatabase(url, `process ${process.pid} on ${hostname()}`, () => {
    process.stderr.write('clientele: the connection that holds the ledger broke; it may have another owner by now.\n');
    process.exit(3);
  });
  if (claim.outcome === 'refused') throw new CommandError(3, claim.message);
  try {
    const ledger = await openLedger({ url }, { key });
    return { ...ledger, close: () => ledger.close().finally(claim.release) };
  } catch (error) {
    await claim.release();
    throw error;
  }
}

async function openEngine(place: HousePlace, ledger: Ledger): Promise<Engine> {
  try {
    return place.clickhouseUrl === undefined
      ? await startEngine({ directory: join(place.directory, 'warehouse'), ...engineMemory(place) })
      : connectServer(place.clickhouseUrl);
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

/** Below this the engine cannot derive a shop. */
const LEAST_MEGABYTES = 800;

function engineMemory({ engineMegabytes: given }: HousePlace): { readonly memoryBytes?: number } {
  if (given === undefined || given === '') return {};
  const megabytes = /^\d{1,7}$/.test(given) ? Number(given) : 0;
  if (megabytes < LEAST_MEGABYTES) {
    const message = `CLIENTELE_ENGINE_MB is '${given}': set it to the megabytes that the warehouse may take, ${LEAST_MEGABYTES} or more.`;
    throw new CommandError(2, message);
  }
  return { memoryBytes: megabytes * 1_000_000 };
}

function tellFault({ shop, segment, error }: SegmentFault): void {
  // What a bug was caused by says where it is; what the warehouse refused may hold values of a query.
  const where = error instanceof CompileError && error.cause instanceof Error ? `\n${error.cause.stack}` : '';
  process.stderr.write(
    `clientele: the segment '${segment.handle}' of the shop '${shop}' could not be evaluated: ${error.message}${where}\n`,
  );
}

/** Rows that the disk lost must not be silently missing. */
async function refuseBrokenParts(engine: Engine): Promise<void> {
  const broken = await engine.brokenParts();
  const [first] = broken;
  if (first === undefined) return;
  throw new CommandError(
    3,
    `The warehouse has ${counted(broken.length, 'damaged part')}, the first ${first.part} of ${first.table} (${first.reason}): ` +
      'their rows are missing. Restore the data directory from a backup, or move it aside and import again.',
  );
}

/** The same of an engine that crashed and was started again: whoever uses it already must not go on. */
async function endOnBrokenParts(engine: Engine): Promise<void> {
  try {
    await refuseBrokenParts(engine);
  } catch (error) {
    // One that cannot be asked has gone away again, and is asked after its next start.
    if (!(error instanceof CommandError)) return;
    process.stderr.write(`clientele: ${error.message}\n`);
    process.exit(3);
  }
}

async function closeAll(ledger: Ledger, sql: WarehouseClient, engine: Engine): Promise<void> {
  await sql.close();
  await engine.stop();
  await ledger.close();
}

async function findShop(ledger: Ledger, id: string): Promise<Shop> {
  let known: Shop | undefined;
  try {
    known = await ledger.shops.get(shopId(id));
  } catch (error) {
    if (error instanceof RangeError) throw new CommandError(2, error.message);
    throw error;
  }
  if (known !== undefined) return known;
  const others = (await ledger.shops.list()).map((shop) => shop.id).join(', ');
  throw new CommandError(
    2,
    `There is no shop '${id}'${others === '' ? ' yet: import a file first' : `; there are: ${others}`}.`,
  );
}

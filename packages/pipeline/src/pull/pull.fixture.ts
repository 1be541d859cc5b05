import { Budgets, type Connector, canonicalJson, MemoryKeep, MemorySpool, Runner } from '@clientele/connector-kit';
import { readRecord, type Shop, type SourceRecord } from '@clientele/model';
import type { Parts } from '../parts.js';
import { newShop, partsOf, type Stores } from '../street.fixture.js';
import { PulledConnections } from './pulled-connections.js';
import { type aPlatform, platformConnector } from './simulated-platform.fixture.js';

type Platform = ReturnType<typeof aPlatform>;
type Before = (request: number) => Promise<void>;

/** What the product's process is to the pull: other parts are another process. */
export function processOf(
  parts: Parts,
  { world }: Platform,
  before: Before = async () => {},
  connector: Connector = platformConnector,
) {
  let requests = 0;
  const logged: string[] = [];
  const connections = new PulledConnections({
    ...parts,
    clock: () => world.now(),
    connectors: [connector],
    inTurn: (_, work) => work(),
    host: {
      async fetch(request) {
        requests += 1;
        await before(requests);
        return world.fetch(request);
      },
      sleep: (ms) => world.sleep(ms),
      random: () => 0.5,
      openSpool: async () => new MemorySpool(),
      budgets: new Budgets(),
      log: ({ message }) => logged.push(message),
    },
  });
  return { connections, logged };
}

/** A shop with the connection `platform`, not yet pulled; `more` are settings beside those of the platform's world. */
export async function connectedShop(
  stores: Stores,
  id: string,
  platform: Platform,
  more: object = {},
  connector: Connector = platformConnector,
): Promise<Shop> {
  const shop = await newShop(stores, id);
  const { connections } = processOf(partsOf(stores), platform);
  const tried = await connections.try(connector, { ...platform.world.settings, ...more });
  if (tried.outcome !== 'reached') throw new Error(tried.sentence);
  await connections.connect(shop, 'platform', connector, tried);
  return shop;
}

/** What the warehouse holds of a shop's orders and customers, without versions. */
export async function held({ sql }: Stores, shop: Shop): Promise<Map<string, string>> {
  const bodies = await sql.query<{ body: string }>(
    `SELECT body FROM orders FINAL WHERE shop = {shop:String} AND NOT gone
     UNION ALL SELECT body FROM customers FINAL WHERE shop = {shop:String} AND NOT gone`,
    { shop: shop.id },
  );
  return stated(
    bodies.map(({ body }) => {
      const reading = readRecord(JSON.parse(body));
      if (reading.outcome !== 'read') throw new Error(reading.reason);
      return reading.record;
    }),
  );
}

/** What a reader that nothing ever interrupted holds. */
export async function truth({ world }: Platform): Promise<Map<string, string>> {
  const keep = new MemoryKeep();
  const runner = new Runner(platformConnector, world.settings, {
    fetch: (request) => world.fetch(request),
    now: () => world.now(),
    sleep: (ms) => world.sleep(ms),
    random: () => 0.5,
    keep,
    openSpool: async () => new MemorySpool(),
    budgets: new Budgets(),
    log: () => {},
  });
  const synced = await runner.sync();
  if (synced.outcome !== 'done') throw new Error(synced.why?.sentence);
  return stated(keep.records());
}

function stated(records: readonly SourceRecord[]): Map<string, string> {
  const texts = records.map((record): [string, string] => {
    const { version: _, ...rest } = record;
    return [`${record.kind} ${record.externalId}`, canonicalJson(rest)];
  });
  return new Map(texts.sort(([a], [b]) => (a < b ? -1 : 1)));
}

import { join } from 'node:path';
import { type Ledger, loadKey, openLedger } from '@clientele/ledger';
import { readRecord, type SourceRecord, shopId, type Version } from '@clientele/model';
import { openWarehouse, startEngine, type WarehouseClient } from '@clientele/warehouse';
import { statedRecord } from './stated-record.js';

const SHOP = shopId('demo');
const TABLES = ['orders', 'refunds', 'customers', 'products', 'consents', 'events'];
const STREAMS = ['orders', 'customers', 'products', 'checkouts'];
const ROWS_AT_ONCE = 20_000;
const OBJECTS_AT_ONCE = 1_000;
/** Seen in no sweep so far. */
const NEVER = 2 ** 31;

/**
 * How the stores of a data directory that nobody has open differ from what is true: records that are missing, too many or
 * say something else in the warehouse; what the ledger knows of a connection's records against those; and what still
 * waits. None where all is well.
 */
export async function storeDifferences(
  data: string,
  connection: string,
  truth: ReadonlyMap<string, string>,
): Promise<string[]> {
  const ledger = await openLedger({ directory: data }, { key: await loadKey(data) });
  const engine = await startEngine({ directory: join(data, 'warehouse') });
  const sql = openWarehouse(engine);
  try {
    const differences: string[] = [];
    const missing = new Set(truth.keys());
    const versions = new Map<string, string>();
    for await (const record of storedRecords(sql, connection)) {
      const [key, text] = statedRecord(record);
      versions.set(key, versionText(record.version));
      if (!missing.delete(key)) differences.push(`${key} is stored, and not true: ${text}`);
      else if (truth.get(key) !== text) differences.push(`${key} is stored as ${text}, and is ${truth.get(key)}`);
    }
    for (const key of missing) differences.push(`${key} is not stored`);
    for await (const [key, version] of knownRecords(ledger, connection)) {
      if (versions.get(key) !== version) differences.push(`${key} is known of ${version}, stored ${versions.get(key)}`);
      versions.delete(key);
    }
    for (const key of versions.keys()) differences.push(`${key} is stored, and not known`);
    differences.push(...(await waiting(ledger, connection)));
    return differences;
  } finally {
    await sql.close();
    await engine.stop();
    await ledger.close();
  }
}

/** The records that are not gone, each in its current version, as everything that reads records reads them. */
async function* storedRecords(sql: WarehouseClient, connection: string): AsyncGenerator<SourceRecord> {
  for (const table of TABLES) {
    for (let after = ''; ; ) {
      const rows = await sql.query<{ id: string; body: string }>(
        `SELECT external_id AS id, body FROM ${table} FINAL
         WHERE shop = {shop:String} AND connection = {connection:String} AND external_id > {after:String} AND NOT gone
         ORDER BY external_id LIMIT ${ROWS_AT_ONCE}`,
        { shop: SHOP, connection, after },
      );
      for (const { id, body } of rows) {
        const reading = readRecord(JSON.parse(body));
        if (reading.outcome !== 'read') throw new Error(`${table} ${id}: ${reading.reason}`);
        yield reading.record;
      }
      after = rows.at(-1)?.id ?? '';
      if (rows.length < ROWS_AT_ONCE) break;
    }
  }
}

/** What the ledger remembers of records that are not gone: their keys, and the versions that they were handed over with. */
async function* knownRecords({ pulledPages }: Ledger, connection: string): AsyncGenerator<[string, string]> {
  for (const stream of STREAMS) {
    for (let after = ''; ; ) {
      const refused = { fingerprint: 'pulled', source: connection };
      const place = { sweep: NEVER, after, limit: OBJECTS_AT_ONCE, refused };
      const objects = await pulledPages.missing(SHOP, connection, stream, place);
      for (const { kind, externalId, given, gone } of await pulledPages.known(SHOP, connection, stream, objects)) {
        if (gone === undefined) yield [`${kind} ${externalId}`, versionText(given)];
      }
      after = objects.at(-1) ?? '';
      if (objects.length < OBJECTS_AT_ONCE) break;
    }
  }
}

async function waiting({ pulledPages, inbox, batches, refused }: Ledger, connection: string): Promise<string[]> {
  const pages = await pulledPages.waiting(SHOP, connection, 1);
  const { waiting = 0 } = (await inbox.states(SHOP)).get(connection) ?? {};
  const counts = {
    'pages that the warehouse has not got': pages.length,
    'webhooks that were not taken': waiting,
    'batches that were not derived': (await batches.pending(SHOP)).length,
    'batches that were not written': (await batches.unfinished(SHOP)).length,
    'objects that were refused': await refused.count(SHOP),
  };
  return Object.entries(counts).flatMap(([what, count]) => (count > 0 ? [`there are ${count} ${what}`] : []));
}

function versionText({ updatedAt, tiebreak }: Version): string {
  return `${updatedAt} ${tiebreak}`;
}

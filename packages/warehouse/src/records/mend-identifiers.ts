import { identifierKey, identifiersOf, nameKeyOf } from '@clientele/identity';
import type { CustomerRecord, Shop } from '@clientele/model';
import type { Sql } from '../sql.js';
import { nameHash } from './name-hash.js';

const TABLES = ['identifiers', 'customer_identifiers'] as const;

interface StoredCustomer {
  readonly customer_no: number;
  readonly connection: string;
  readonly version: string;
  /** Empty where the record is gone. */
  readonly body: string;
}

interface IdentifierRow {
  readonly key: string;
  readonly customer_no: number;
  readonly name_key: string;
  readonly version: string;
  readonly gone: boolean;
}

/**
 * Puts right what customer records are known by where it says something else than the records: see `mendByCustomer`.
 * What a record carried before stays known as such.
 */
export async function mendIdentifiers(sql: Sql, shop: Shop, customers: readonly number[]): Promise<void> {
  if (customers.length === 0) return;
  const parameters = { shop: shop.id, customers };
  const ofThem = 'shop = {shop:String} AND customer_no IN {customers:Array(UInt32)}';
  const heavy = { lane: 'heavy' } as const;
  const records = await sql.query<StoredCustomer>(
    `SELECT customer_no, connection, version, if(gone, '', body) AS body FROM customers FINAL PREWHERE ${ofThem}`,
    parameters,
    heavy,
  );
  const versions = new Map(records.map(({ customer_no, version }) => [customer_no, version]));
  const carried = new Map(
    records
      .filter(({ body }) => body !== '')
      .flatMap(identifierRows)
      .map((row) => [placeOf(row), row]),
  );
  for (const table of TABLES) {
    const rows = await sql.query<IdentifierRow>(
      `SELECT key, customer_no, toString(name_key) AS name_key, version, gone FROM ${table} FINAL WHERE ${ofThem}`,
      parameters,
      heavy,
    );
    const missing = new Map(carried);
    const wrong = rows.filter((row) => {
      const right = missing.get(placeOf(row));
      missing.delete(placeOf(row));
      return right === undefined ? !row.gone : row.gone || row.name_key !== right.name_key;
    });
    if (wrong.length > 0) {
      await sql.command(
        `DELETE FROM ${table} WHERE ${ofThem} AND has(arrayZip({numbers:Array(UInt32)}, {keys:Array(String)}), (customer_no, key))`,
        { ...parameters, numbers: wrong.map(({ customer_no }) => customer_no), keys: wrong.map(({ key }) => key) },
      );
    }
    const right = wrong.flatMap((row): IdentifierRow[] => {
      const version = versions.get(row.customer_no);
      const formerly = version === undefined ? [] : [{ ...row, version, name_key: '0', gone: true }];
      return [carried.get(placeOf(row)) ?? formerly].flat();
    });
    const rest = [...right, ...missing.values()];
    if (rest.length > 0)
      await sql.insert(
        table,
        rest.map((row) => ({ shop: shop.id, ...row })),
      );
  }
}

function placeOf({ key, customer_no }: Pick<IdentifierRow, 'key' | 'customer_no'>): string {
  return `${customer_no} ${key}`;
}

function identifierRows({ customer_no, connection, version, body }: StoredCustomer): IdentifierRow[] {
  // A body is what the model's boundary returned when the record was written.
  const customer = JSON.parse(body) as CustomerRecord;
  const name_key = nameHash(nameKeyOf(customer));
  return identifiersOf(customer, connection).map((identifier) => ({
    key: identifierKey(identifier),
    customer_no,
    name_key,
    version,
    gone: false,
  }));
}

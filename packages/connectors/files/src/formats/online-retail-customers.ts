import type { Item } from '@clientele/connector-kit';
import { instantOf, type LocalDateTime, type TimeZone } from '@clientele/model';
import { hash64 } from '../hash64.js';
import type { Row } from '../table/row.js';
import { detached } from './latest-products.js';
import type { InvoiceLine } from './online-retail-line.js';
import type { TableItems } from './table-items.js';

interface Seen {
  latest: LocalDateTime;
  readonly countries: Set<string>;
  readonly number: number;
}

/**
 * The customers of a file: each with every country that the file has for them. The version is the time of the
 * customer's latest row, then the number of countries, then a hash of them: two files that say different things never
 * have the same version, so the outcome does not depend on the order of import. (A country that only an older file has
 * stays on that file's orders.)
 */
export class OnlineRetailCustomers {
  readonly #seen = new Map<string, Seen>();

  see(customer: string, line: InvoiceLine): void {
    let seen = this.#seen.get(customer);
    if (seen === undefined) {
      seen = { latest: line.at, countries: new Set(), number: line.row.number };
      this.#seen.set(detached(customer), seen);
    }
    if (line.at > seen.latest) seen.latest = line.at;
    if (line.country !== undefined) seen.countries.add(line.country);
  }

  *records(items: TableItems, zone: TimeZone): Generator<Item> {
    for (const [externalId, seen] of this.#seen) {
      const countries = [...seen.countries].sort();
      const tiebreak = Math.min(countries.length, 0xff) * 2 ** 24 + (hash64(countries.join())[0] >>> 8);
      const row: Row = { number: seen.number, cells: [] };
      yield items.record(
        {
          kind: 'customer',
          externalId,
          version: { updatedAt: instantOf(seen.latest, zone), tiebreak },
          addresses: countries.map((country) => ({ country })),
        },
        [row],
        0,
      );
    }
  }
}

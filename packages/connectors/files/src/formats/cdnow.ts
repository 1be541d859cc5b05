import type { Item } from '@clientele/connector-kit';
import { type Decimal, fromMillionths, parseDecimal, timeZone, toMillionths } from '@clientele/model';
import { KeySet } from '../key-set.js';
import { parseMoment } from '../moment.js';
import type { Row } from '../table/row.js';
import { type ColumnSpec, findColumns } from './columns.js';
import type { TableFormat } from './format.js';
import { orderRows } from './order-rows.js';
import { TableItems } from './table-items.js';

const COLUMNS = {
  customer: { names: ['customer_id', 'master_customer_id'] },
  day: { names: ['date'] },
  quantity: { names: ['quantity'] },
  dollars: { names: ['dollars'] },
} as const satisfies Record<string, ColumnSpec>;

interface Purchase {
  readonly row: Row;
  readonly quantity: Decimal;
  readonly dollars: Decimal;
}

const DEFAULTS = { currency: 'USD', timeZone: timeZone('America/New_York') };

/** The CDNOW purchase log: one row is one order of some CDs; a customer may have several on one day. */
export const cdnow: TableFormat = {
  name: 'cdnow',
  summary: 'CDNOW purchase log: customer, day, number of CDs, dollars (CSV)',
  columns: COLUMNS,
  defaults: DEFAULTS,
  open(table, options) {
    const { positions } = findColumns(COLUMNS, table.columns);
    const zone = options.timeZone ?? DEFAULTS.timeZone;
    const currency = options.currency ?? DEFAULTS.currency;
    const items = new TableItems(table);
    const customers = new KeySet();
    return orderRows(items, {
      keyName: 'customer_id',
      // Rows of one customer and day are numbered together, whatever the order of the file.
      keyOf: (row) => {
        const customer = row.cells[positions.customer]?.trim() ?? '';
        return customer === '' ? '' : `${customer} ${row.cells[positions.day]?.trim()}`;
      },
      read,
    });

    function read(key: string, rows: readonly Row[]): readonly Item[] {
      const [customer = '', ...rest] = key.split(' ');
      const day = rest.join(' ');
      const at = parseMoment(day, 'iso', zone);
      if (at === undefined) return [items.refuse(rows, `date '${day}' is not a day such as 1997-01-31`)];
      const made: Item[] = [];
      const purchases: Purchase[] = [];
      for (const row of rows) {
        const quantity = parseDecimal(row.cells[positions.quantity] ?? '');
        const dollars = parseDecimal(row.cells[positions.dollars] ?? '');
        if (quantity === undefined) made.push(items.refuse([row], 'quantity is not a number'));
        else if (dollars === undefined) made.push(items.refuse([row], 'dollars is not an amount such as 11.77'));
        else purchases.push({ row, quantity, dollars });
      }
      if (purchases.length > 0 && !customers.has(customer)) {
        customers.add(customer);
        made.push(items.record({ kind: 'customer', externalId: customer, version: { updatedAt: at } }, rows, 0));
      }
      purchases.sort(comparePurchases);
      for (const [index, { row, quantity, dollars }] of purchases.entries()) {
        const line = { id: '1', title: 'CDs', quantity, listPrice: priceOfOne(dollars, quantity) };
        made.push(
          items.record(
            {
              kind: 'order',
              externalId: `${customer}-${day}-${index + 1}`,
              version: { updatedAt: at },
              placedAt: at,
              channel: { id: 'cdnow', kind: 'online_store' },
              customer,
              currency,
              lines: [line],
              // The price of one is rounded; the dollars are exact.
              total: dollars,
            },
            [row],
          ),
        );
      }
      return made;
    }
  },
};

function priceOfOne(dollars: Decimal, quantity: Decimal): Decimal {
  const pieces = toMillionths(quantity);
  return pieces <= 0n ? dollars : fromMillionths((toMillionths(dollars) * 1_000_000n + pieces / 2n) / pieces);
}

function comparePurchases(a: Purchase, b: Purchase): number {
  const difference =
    toMillionths(a.quantity) - toMillionths(b.quantity) || toMillionths(a.dollars) - toMillionths(b.dollars);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

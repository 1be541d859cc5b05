import type { Item } from '@clientele/connector-kit';
import {
  type Decimal,
  fromMillionths,
  instantOf,
  type LocalDateTime,
  multiplyDecimals,
  negateDecimal,
  type RecordInput,
  timeZone,
  toMillionths,
} from '@clientele/model';
import { findColumns } from './columns.js';
import type { TableFormat } from './format.js';
import { LatestProducts } from './latest-products.js';
import { OnlineRetailCustomers } from './online-retail-customers.js';
import {
  compareLines,
  type InvoiceLine,
  isPositive,
  isSale,
  ONLINE_RETAIL_COLUMNS,
  readInvoiceLine,
} from './online-retail-line.js';
import { orderRows } from './order-rows.js';
import { TableItems } from './table-items.js';

/** The retailer has no shop to walk into; everything is ordered from afar. */
const CHANNEL = { id: 'online-retail', kind: 'online_store' } as const;

const DEFAULTS = { currency: 'GBP', timeZone: timeZone('Europe/London') };

/**
 * UCI's Online Retail and Online Retail II: one row is a line of an invoice. An invoice without letter is an order, `A`
 * an adjustment of the books, `C` a refund document. Nothing that can be read is refused: stock notes and lines
 * without a price are kept as notes.
 */
export const onlineRetail: TableFormat = {
  name: 'online-retail',
  summary: 'UCI Online Retail and Online Retail II: lines of invoices (CSV or Parquet)',
  columns: ONLINE_RETAIL_COLUMNS,
  defaults: DEFAULTS,
  open(table, options) {
    const { positions } = findColumns(ONLINE_RETAIL_COLUMNS, table.columns);
    const zone = options.timeZone ?? DEFAULTS.timeZone;
    const currency = options.currency ?? DEFAULTS.currency;
    const items = new TableItems(table);
    const customers = new OnlineRetailCustomers();
    const products = new LatestProducts();
    return orderRows(items, {
      keyName: 'InvoiceNo',
      keyOf: (row) => row.cells[positions.invoice]?.trim() ?? '',
      read,
      *end() {
        yield* customers.records(items, zone);
        yield* products.records(items, (at) => instantOf(at as LocalDateTime, zone));
      },
    });

    function read(invoice: string, rows: Parameters<typeof items.refuse>[0]): readonly Item[] {
      const lines: InvoiceLine[] = [];
      const made: Item[] = [];
      for (const row of rows) {
        const line = readInvoiceLine(row, positions);
        if (typeof line === 'string') made.push(items.refuse([row], line));
        else lines.push(line);
      }
      if (lines.length === 0) return made;
      const kind = /^[ac]/i.exec(invoice)?.[0].toUpperCase();
      for (const line of lines) {
        if (line.customer !== undefined) customers.see(line.customer, line);
        if (kind === undefined && !line.service && line.title !== undefined && isSale(line)) {
          products.see(line.code, line.title, line.at, line.row);
        }
      }
      const good = lines.map((line) => line.row);
      made.push(items.record(recordOf(invoice, kind, lines.sort(compareLines)), good));
      return made;
    }

    function recordOf(invoice: string, kind: string | undefined, lines: readonly InvoiceLine[]): RecordInput {
      const at = instantOf(
        lines.reduce((first, line) => (line.at < first ? line.at : first), lines[0]?.at ?? ('' as LocalDateTime)),
        zone,
      );
      const shared = {
        externalId: invoice,
        // The file knows no changes; an invoice of which more rows could be read is taken for the newer.
        version: { updatedAt: at, tiebreak: lines.length },
        channel: CHANNEL,
        currency,
        customer: lines.find((line) => line.customer !== undefined)?.customer,
      };
      if (kind === 'C') {
        return { ...shared, kind: 'refund', at, amount: refunded(lines), lines: lines.map(refundLine) };
      }
      const country = lines.find((line) => line.country !== undefined)?.country;
      return {
        ...shared,
        kind: 'order',
        name: invoice,
        placedAt: at,
        purpose: kind === 'A' ? 'adjustment' : lines.some(isSale) ? 'sale' : 'note',
        shipTo: country === undefined ? undefined : { country },
        lines: lines.map((line, index) => orderLine(line, index, kind === 'A')),
      };
    }
  },
};

function orderLine(line: InvoiceLine, index: number, adjustment: boolean) {
  const note = !adjustment && (line.price === '0' || !isPositive(line.quantity));
  const charge = adjustment || line.service;
  return {
    id: String(index + 1),
    kind: note ? ('note' as const) : charge ? ('charge' as const) : ('product' as const),
    ...(charge ? { sku: line.code } : { product: line.code }),
    title: line.title,
    quantity: line.quantity,
    listPrice: line.price,
  };
}

function refundLine(line: InvoiceLine, index: number) {
  return {
    id: String(index + 1),
    product: line.service ? undefined : line.code,
    title: line.title,
    quantity: negateDecimal(line.quantity),
    amount: refunded([line]),
  };
}

/** What went back to the customer: quantities of returned goods are negative in the file. */
function refunded(lines: readonly InvoiceLine[]): Decimal {
  let total = 0n;
  for (const line of lines) total -= toMillionths(multiplyDecimals(line.quantity, line.price));
  return fromMillionths(total);
}

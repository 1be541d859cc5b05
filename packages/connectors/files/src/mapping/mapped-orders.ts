import type { Item } from '@clientele/connector-kit';
import {
  type Decimal,
  decimal,
  type Instant,
  multiplyDecimals,
  negateDecimal,
  type RecordInput,
  subtractDecimals,
  sumDecimals,
  ZERO,
} from '@clientele/model';
import type { RowReading } from '../formats/format.js';
import { GatheredCustomers } from '../formats/gathered-customers.js';
import { LatestProducts } from '../formats/latest-products.js';
import { orderRows } from '../formats/order-rows.js';
import type { TableItems } from '../formats/table-items.js';
import type { Row } from '../table/row.js';
import { mappedAddress, mappedCustomerId, mappedPerson } from './mapped-person.js';
import { type MappedValues, readingRow, UnreadableValue } from './mapped-values.js';

const ONE = decimal('1');

/** Above every number of lines that an order has in a file. */
const CANCELLED = 0x8000_0000;

interface MappedLine {
  readonly row: Row;
  readonly placedAt: Instant;
  readonly updatedAt: Instant | undefined;
  readonly cancelledAt: Instant | undefined;
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly discount: Decimal;
  readonly total: Decimal | undefined;
  readonly amount: Decimal;
}

/**
 * Rows with one order id are one order, each row a line. An order of nothing but negative lines is a refund document;
 * a negative line among others is a charge: its money counts, but nobody bought it.
 */
export function mappedOrders(items: TableItems, values: MappedValues, currency: string | undefined): RowReading {
  const products = new LatestProducts();
  const customers = new GatheredCustomers(items);
  return orderRows(items, {
    keyName: `order (column '${values.mapping.columns.order}')`,
    keyOf: (row) => values.text(row, 'order') ?? '',
    read,
    *end() {
      yield* products.records(items, (at) => at as Instant);
      yield* customers.records();
    },
  });

  function read(order: string, rows: readonly Row[]): readonly Item[] {
    const made: Item[] = [];
    const lines: MappedLine[] = [];
    for (const row of rows) {
      const line = readingRow(() => lineOf(row));
      if (typeof line === 'string') made.push(items.refuse([row], line));
      else lines.push(line);
    }
    const first = lines[0];
    if (first === undefined) return made;
    const good = lines.map((line) => line.row);
    const usedCurrency = firstText(lines, 'currency') ?? currency;
    if (usedCurrency === undefined)
      return [...made, items.refuse(good, `${values.name('currency')} is empty; name it with --currency`)];
    const record = recordOf(order, lines, usedCurrency);
    made.push(items.record(record, good));
    seeProducts(lines);
    if (record.customer === undefined) return made;
    return [...made, ...seeCustomer(record.customer, lines)];
  }

  function lineOf(row: Row): MappedLine {
    const placedAt = values.moment(row, 'placedAt');
    if (placedAt === undefined) throw new UnreadableValue(`${values.name('placedAt')} is empty`);
    const total = values.decimal(row, 'total');
    const listed = values.decimal(row, 'price');
    const price = listed ?? (isMapped('price') ? undefined : total);
    if (price === undefined)
      throw new UnreadableValue(`${values.name(isMapped('price') ? 'price' : 'total')} is empty`);
    const quantity = isMapped('price') ? (values.decimal(row, 'quantity') ?? ONE) : ONE;
    const given = values.decimal(row, 'discount') ?? ZERO;
    const discount = given.startsWith('-') ? negateDecimal(given) : given;
    return {
      row,
      placedAt,
      updatedAt: values.moment(row, 'updatedAt'),
      cancelledAt: values.moment(row, 'cancelledAt'),
      quantity,
      price,
      discount,
      total: isMapped('price') ? total : undefined,
      amount: subtractDecimals(multiplyDecimals(quantity, price), discount),
    };
  }

  function isMapped(field: string): boolean {
    return field in values.mapping.columns || field in values.mapping.constants;
  }

  function recordOf(order: string, lines: readonly MappedLine[], usedCurrency: string) {
    const at = placedAt(lines);
    const cancellations = lines.flatMap((line) => line.cancelledAt ?? []);
    const shared = {
      externalId: order,
      version: {
        // A cancellation is a change too, known or not to the file's own updatedAt.
        updatedAt: updatedAt(lines) ?? latest([at, ...cancellations]),
        // Where the file knows no changes, the order of which more rows could be read is taken for the newer.
        tiebreak: lines.length + (cancellations.length === 0 ? 0 : CANCELLED),
      },
      channel: values.mapping.channel,
      customer: lines.map((line) => mappedCustomerId(values, line.row)).find((id) => id !== undefined),
      currency: usedCurrency,
    };
    if (lines.every((line) => line.amount.startsWith('-'))) {
      return {
        ...shared,
        kind: 'refund',
        at,
        amount: negateDecimal(sumDecimals(lines.map((line) => line.amount))),
        lines: lines.map((line, index) => ({
          id: String(index + 1),
          product: values.text(line.row, 'product'),
          title: values.text(line.row, 'title'),
          quantity: line.quantity.startsWith('-') ? negateDecimal(line.quantity) : line.quantity,
          amount: negateDecimal(line.amount),
        })),
      } satisfies RecordInput;
    }
    const code = firstText(lines, 'discountCode');
    return {
      ...shared,
      kind: 'order',
      name: order,
      placedAt: at,
      cancelledAt: cancellations[0],
      location: firstText(lines, 'location'),
      total: lines.map((line) => line.total).find((total) => total !== undefined),
      shipTo: lines.map((line) => mappedAddress(values, line.row)).find((address) => address !== undefined),
      lines: lines.map((line, index) => ({
        id: String(index + 1),
        kind: line.amount.startsWith('-') ? ('charge' as const) : ('product' as const),
        product: values.text(line.row, 'product'),
        sku: values.text(line.row, 'sku'),
        title: values.text(line.row, 'title'),
        quantity: line.quantity,
        listPrice: line.price,
        discounts: line.discount === ZERO ? [] : [{ amount: line.discount, code }],
      })),
    } satisfies RecordInput;
  }

  function seeCustomer(externalId: string, lines: readonly MappedLine[]): Item[] {
    const at = updatedAt(lines) ?? placedAt(lines);
    return lines
      .filter(({ row }) => mappedCustomerId(values, row) === externalId)
      .flatMap(({ row }) => {
        const { addresses, ...person } = mappedPerson(values, row);
        const said = { ...person, addresses: addresses.length === 0 ? undefined : addresses };
        return customers.see(externalId, { ...said, guest: values.text(row, 'customer') === undefined }, at, [row]);
      });
  }

  function seeProducts(lines: readonly MappedLine[]): void {
    for (const { row, placedAt, amount } of lines) {
      const product = values.text(row, 'product');
      const title = values.text(row, 'title');
      if (product !== undefined && title !== undefined && !amount.startsWith('-')) {
        products.see(product, title, placedAt, row);
      }
    }
  }

  function firstText(lines: readonly MappedLine[], field: string): string | undefined {
    return lines.map((line) => values.text(line.row, field)).find((text) => text !== undefined);
  }
}

function placedAt(lines: readonly MappedLine[]): Instant {
  return lines.map((line) => line.placedAt).reduce((a, b) => (b < a ? b : a));
}

/** When the file says that the order was last changed; undefined where it does not say. */
function updatedAt(lines: readonly MappedLine[]): Instant | undefined {
  const updates = lines.flatMap((line) => line.updatedAt ?? []);
  return updates.length === 0 ? undefined : latest(updates);
}

function latest(moments: readonly Instant[]): Instant {
  return moments.reduce((a, b) => (b > a ? b : a));
}

import { type Decimal, type LocalDateTime, parseDecimal, parseLocalDateTime } from '@clientele/model';
import type { Row } from '../table/row.js';
import type { Positions } from './columns.js';
import { countryCode } from './countries.js';
import { isServiceCode } from './online-retail-codes.js';

export const ONLINE_RETAIL_COLUMNS = {
  invoice: { names: ['InvoiceNo', 'Invoice'] },
  code: { names: ['StockCode'] },
  title: { names: ['Description'] },
  quantity: { names: ['Quantity'] },
  at: { names: ['InvoiceDate'] },
  price: { names: ['UnitPrice', 'Price'] },
  customer: { names: ['CustomerID', 'Customer ID'] },
  country: { names: ['Country'] },
} as const;

/** One row of an invoice, read. */
export interface InvoiceLine {
  readonly row: Row;
  /** Stock code in upper case; a product's id, unless it is a service. */
  readonly code: string;
  readonly service: boolean;
  readonly title: string | undefined;
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly at: LocalDateTime;
  readonly customer: string | undefined;
  readonly country: string | undefined;
}

/** A line that makes its invoice an order: something was sold for money. */
export function isSale(line: InvoiceLine): boolean {
  return isPositive(line.quantity) && isPositive(line.price);
}

export function isPositive(value: Decimal): boolean {
  return value !== '0' && !value.startsWith('-');
}

/** Reads one row, or says in one sentence which value cannot be read. */
export function readInvoiceLine(
  row: Row,
  positions: Positions<keyof typeof ONLINE_RETAIL_COLUMNS>,
): InvoiceLine | string {
  const cell = (key: keyof typeof ONLINE_RETAIL_COLUMNS): string => row.cells[positions[key]] ?? '';
  const quantity = parseDecimal(cell('quantity'));
  if (quantity === undefined) return `Quantity '${cell('quantity')}' is not a number`;
  const price = parseDecimal(cell('price'));
  if (price === undefined) return `UnitPrice '${cell('price')}' is not a number with at most 6 decimals`;
  const at = sameTime(cell('at'));
  if (at === undefined) return `InvoiceDate '${cell('at')}' is not a date and time such as 2010-12-01 08:26:00`;
  const code = cell('code').toUpperCase();
  if (code.trim() === '') return 'StockCode is empty';
  const title = cell('title').trim();
  // Spreadsheets write the number 17850 as 17850.0.
  const customer = cell('customer').trim().replace(/\.0$/, '');
  return {
    row,
    code,
    service: isServiceCode(code),
    title: title === '' ? undefined : title,
    quantity,
    price,
    at,
    customer: customer === '' ? undefined : customer,
    country: countryCode(cell('country')),
  };
}

/** The last time read: the rows of an invoice share theirs. */
let lastTime: readonly [string, LocalDateTime | undefined] = ['', undefined];

function sameTime(text: string): LocalDateTime | undefined {
  if (lastTime[0] !== text) lastTime = [text, parseLocalDateTime(text)];
  return lastTime[1];
}

/**
 * An order of lines that depends on their content alone: the two published files have some invoices' rows in different
 * orders. Lines that are alike in all of it are alike.
 */
export function compareLines(a: InvoiceLine, b: InvoiceLine): number {
  return (
    compareTexts(a.code, b.code) ||
    compareTexts(a.price, b.price) ||
    compareTexts(a.quantity, b.quantity) ||
    compareTexts(a.title ?? '', b.title ?? '') ||
    compareTexts(a.at, b.at)
  );
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

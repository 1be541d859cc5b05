import {
  addDecimals,
  compareDecimals,
  type Decimal,
  multiplyDecimals,
  parseDecimal,
  subtractDecimals,
  sumDecimals,
  ZERO,
} from '@clientele/model';
import { SHOPIFY_COLUMNS, type ShopifyCell, type ShopifyColumn } from './shopify-columns.js';

export interface ShopifyLine {
  readonly name: string;
  readonly sku: string | undefined;
  readonly vendor: string | undefined;
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly discount: Decimal;
}

export interface ShopifyMoney {
  readonly total: Decimal | undefined;
  readonly shipping: Decimal;
  /** Taxes to be added to the lines; 0 where the prices contain them. */
  readonly addedTaxes: Decimal;
  readonly taxesIncluded: boolean;
  /** What the order as a whole was reduced by, beside the lines' own discounts. */
  readonly orderDiscount: Decimal;
  readonly refunded: Decimal;
}

const AMOUNTS = ['subtotal', 'shipping', 'taxes', 'total', 'discountAmount', 'refundedAmount'] as const;

/** Reads one line's values, or says which cannot be read. */
export function readShopifyLine(cell: ShopifyCell): ShopifyLine | string {
  const quantity = parseDecimal(cell('lineQuantity') ?? '');
  const price = parseDecimal(cell('linePrice') ?? '');
  const discount = parseDecimal(cell('lineDiscount') ?? '0');
  if (quantity === undefined) return 'Lineitem quantity is not a number';
  if (price === undefined) return 'Lineitem price is not an amount such as 12.50';
  if (discount === undefined) return 'Lineitem discount is not an amount such as 12.50';
  return {
    name: cell('lineName') ?? cell('lineSku') ?? 'Untitled',
    sku: cell('lineSku'),
    vendor: cell('vendor'),
    quantity,
    price,
    discount,
  };
}

/** Reads an order's amounts, or says which cannot be read. */
export function readShopifyMoney(head: ShopifyCell, lines: readonly ShopifyLine[]): ShopifyMoney | string {
  const amounts: Partial<Record<ShopifyColumn, Decimal>> = {};
  for (const column of AMOUNTS) {
    const text = head(column);
    if (text === undefined) continue;
    const amount = parseDecimal(text);
    if (amount === undefined) return `'${SHOPIFY_COLUMNS[column].names[0]}' is not an amount such as 12.50`;
    amounts[column] = amount;
  }
  const { subtotal, total } = amounts;
  const shipping = amounts.shipping ?? ZERO;
  const taxes = amounts.taxes ?? ZERO;
  const taxesIncluded =
    total !== undefined && subtotal !== undefined && compareDecimals(total, addDecimals(subtotal, shipping)) === 0;
  return {
    total,
    shipping,
    taxesIncluded,
    addedTaxes: taxesIncluded ? ZERO : taxes,
    orderDiscount: wholeDiscount(lines, amounts.discountAmount ?? ZERO, subtotal),
    refunded: amounts.refundedAmount ?? ZERO,
  };
}

/** Exports differ in whether the discount amount contains the lines' discounts; the subtotal tells. */
function wholeDiscount(lines: readonly ShopifyLine[], amount: Decimal, subtotal: Decimal | undefined): Decimal {
  const ofLines = sumDecimals(lines.map((line) => line.discount));
  const listed = sumDecimals(lines.map((line) => multiplyDecimals(line.quantity, line.price)));
  const contains = subtotal !== undefined && compareDecimals(subtractDecimals(listed, amount), subtotal) === 0;
  return contains && compareDecimals(amount, ofLines) >= 0 ? subtractDecimals(amount, ofLines) : amount;
}

import { type Gone, present } from '@clientele/connector-kit';
import {
  compareDecimals,
  type Decimal,
  fromMillionths,
  negateDecimal,
  type RecordInput,
  subtractDecimals,
  toMillionths,
  ZERO,
} from '@clientele/model';
import { addressOf, nameOf, personOf } from './address.js';
import {
  type AnsweredCharge,
  type AnsweredLine,
  type AnsweredOrder,
  type AnsweredRefund,
  answeredOrder,
} from './answered.js';

type OrderInput = Extract<RecordInput, { kind: 'order' }>;
type LineInput = OrderInput['lines'][number];
type RefundInput = NonNullable<OrderInput['refunds']>[number];
type Version = OrderInput['version'];

/** The one channel of a shop of WooCommerce. */
export const CHANNEL = { id: 'woocommerce', kind: 'online_store' } as const;

/** Nobody has paid, and nobody may ever: kept, and no sale. A transfer that is awaited (`on-hold`) is one, as in WooCommerce's own figures. */
const NO_SALE = new Set(['pending', 'failed', 'checkout-draft', 'auto-draft', 'draft']);

/**
 * An order as WooCommerce answers it, as records: the order with its refunds, and for a guest the customer that only this
 * order knows. Where the refunds in it were replaced by what their own address answers, they have their times and lines;
 * otherwise they are as old as the order's last change, and have none.
 */
export function decodeOrder(json: unknown): readonly RecordInput[] | Gone {
  const order = answeredOrder.parse(json);
  if (order.status === 'trash') return { gone: 'hidden' };
  const version = { updatedAt: order.date_modified_gmt ?? order.date_created_gmt };
  const guest = guestOf(order, version);
  const customer = order.customer_id === 0 ? guest?.externalId : String(order.customer_id);
  const record: OrderInput = {
    kind: 'order',
    externalId: String(order.id),
    version,
    purpose: NO_SALE.has(order.status) ? 'note' : 'sale',
    placedAt: order.date_created_gmt,
    channel: CHANNEL,
    currency: order.currency,
    // Whatever the shop shows its customers, amounts of lines come without taxes.
    taxesIncluded: false,
    lines: [
      ...order.line_items.map((line) => productLine(line, order)),
      ...[...order.shipping_lines, ...order.fee_lines].map((charge) => chargeLine(charge, order)),
    ],
    refunds: order.refunds.map((refund) => refundOf(refund, version)),
    total: order.total,
    ...present({
      name: order.number,
      // When it was cancelled is not said; it is not changed much after that.
      cancelledAt: order.status === 'cancelled' ? version.updatedAt : undefined,
      customer,
      ...shippedTo(order),
    }),
  };
  return guest === undefined ? [record] : [record, guest];
}

/** Somebody without an account: as the billing address says, undefined where that says nothing of a person. */
function guestOf({ id, customer_id: account, billing, date_created_gmt: createdAt }: AnsweredOrder, version: Version) {
  const person = personOf(billing);
  if (account !== 0 || Object.keys(person).length === 0) return undefined;
  const address = addressOf(billing);
  const externalId = `guest-${id}`;
  const guest = { kind: 'customer', externalId, version, createdAt, guest: true, ...person } as const;
  return { ...guest, addresses: address === undefined ? [] : [address] } satisfies RecordInput;
}

function shippedTo({ shipping, billing }: AnsweredOrder): Pick<OrderInput, 'shipTo' | 'toAnotherPerson'> {
  const shipTo = addressOf(shipping);
  const [to, by] = [nameOf(shipping), nameOf(billing)].map((name) => name?.toLowerCase());
  const toAnotherPerson = to === undefined || by === undefined ? undefined : to !== by;
  return present({ shipTo, toAnotherPerson: shipTo === undefined ? undefined : toAnotherPerson });
}

function productLine(line: AnsweredLine, order: AnsweredOrder): LineInput {
  // A price that was raised by hand is no discount: the total is then what is asked.
  const list = compareDecimals(line.subtotal, line.total) < 0 ? line.total : line.subtotal;
  const discount = subtractDecimals(list, line.total);
  const codes = order.coupon_lines.map(({ code }) => code);
  const code = codes.length === 1 ? codes[0] : undefined;
  return {
    id: String(line.id),
    kind: 'product',
    quantity: line.quantity,
    listPrice: divided(list, line.quantity),
    discounts: discount === ZERO ? [] : [{ amount: discount, ...present({ code }) }],
    taxes: taxesOf(line, order),
    ...present({
      product: line.product_id === 0 ? undefined : String(line.product_id),
      variant: line.variation_id === 0 ? undefined : String(line.variation_id),
      sku: line.sku,
      title: line.name,
    }),
  };
}

function chargeLine(charge: AnsweredCharge, order: AnsweredOrder): LineInput {
  return {
    id: String(charge.id),
    kind: 'charge',
    quantity: '1',
    listPrice: charge.total,
    taxes: taxesOf(charge, order),
    ...present({ title: charge.name ?? charge.method_title }),
  };
}

function taxesOf({ taxes }: Pick<AnsweredLine, 'taxes'>, order: AnsweredOrder): NonNullable<LineInput['taxes']> {
  return taxes.flatMap(({ id, total }) => {
    if (total === null || total === undefined || total === ZERO) return [];
    const tax = order.tax_lines.find(({ rate_id: rate }) => rate === id);
    const percent = tax?.rate_percent;
    const rate = percent === null || percent === undefined ? undefined : divided(percent, '100' as Decimal);
    return [{ title: tax?.label ?? 'Tax', amount: total, ...present({ rate }) }];
  });
}

function refundOf(refund: AnsweredOrder['refunds'][number], { updatedAt }: Version): RefundInput {
  if (!isWhole(refund)) return { id: String(refund.id), at: updatedAt, amount: negateDecimal(refund.total) };
  return {
    id: String(refund.id),
    at: refund.date_created_gmt,
    amount: refund.amount,
    lines: refund.line_items.flatMap((line) => {
      const of = line.meta_data.find(({ key }) => key === '_refunded_item_id')?.value;
      if (of === undefined) return [];
      const amount = fromMillionths(-toMillionths(line.total) - toMillionths(line.total_tax));
      return [{ line: String(of), quantity: negateDecimal(line.quantity), amount }];
    }),
  };
}

function isWhole(refund: AnsweredOrder['refunds'][number]): refund is AnsweredRefund {
  return 'amount' in refund;
}

/** A quotient to six decimals, rounded; the amount itself where there is none of it to divide by. */
function divided(amount: Decimal, by: Decimal): Decimal {
  const divisor = toMillionths(by);
  if (divisor === 0n) return amount;
  const doubled = (toMillionths(amount) * 2_000_000n) / divisor;
  return fromMillionths(doubled < 0n ? (doubled - 1n) / 2n : (doubled + 1n) / 2n);
}

import { present } from '@clientele/connector-kit';
import { type Decimal, fromMillionths, multiplyDecimals, type RecordInput, toMillionths, ZERO } from '@clientele/model';
import type { AnsweredLine, AnsweredOrder, AnsweredShippingLine } from './answered-order.js';
import { byNumber } from './gid.js';

export type LineInput = Extract<RecordInput, { kind: 'order' }>['lines'][number];

/** What was bought, the postage, and what else is in the order's total. */
export function linesOf(order: AnsweredOrder): LineInput[] {
  const bought = order.lineItems.toSorted((a, b) => byNumber(a.id, b.id)).map((line) => productLine(line, order));
  const postage = order.shippingLines
    .toSorted((a, b) => byNumber(a.id ?? '', b.id ?? ''))
    .map((line, place) => charge(line, line.id ?? String(place)));
  const lines = [...bought, ...postage];
  const rest = toMillionths(order.totalPriceSet) - sumOf(lines, order);
  const others = [order.totalTipReceivedSet, order.originalTotalDutiesSet, order.originalTotalAdditionalFeesSet];
  // Some apps write tips as lines: only what no line says is added.
  if (rest <= 0n || others.every((amount) => amount == null || amount === ZERO)) return lines;
  const amount = fromMillionths(rest);
  return [...lines, { id: 'others', kind: 'charge', quantity: '1', listPrice: amount, title: 'Duties, fees and tips' }];
}

/** Units that an edit took out of the order were not bought; those that were refunded were. */
function productLine(line: AnsweredLine, { refunds }: AnsweredOrder): LineInput {
  const refunded = refunds
    .flatMap(({ refundLineItems }) => refundLineItems)
    .reduce((sum, { lineItem, quantity }) => (lineItem.id === line.id ? sum + quantity : sum), 0);
  return {
    id: line.id,
    quantity: String(Math.min(line.quantity, line.currentQuantity + refunded)),
    listPrice: line.originalUnitPriceSet,
    discounts: discountsOf(line),
    taxes: taxesOf(line),
    giftCard: line.isGiftCard,
    ...present({ product: line.product, variant: line.variant, sku: line.sku, title: line.title }),
  };
}

function charge(line: AnsweredShippingLine, id: string): LineInput {
  return {
    id: `shipping-${id}`,
    kind: 'charge',
    quantity: '1',
    listPrice: line.originalPriceSet,
    discounts: discountsOf(line),
    taxes: taxesOf(line),
    ...present({ title: line.title }),
  };
}

/** What each discount took off this line, also of those on the order as a whole. */
function discountsOf({ discountAllocations }: Pick<AnsweredLine, 'discountAllocations'>): LineInput['discounts'] {
  return discountAllocations
    .filter(({ allocatedAmountSet }) => allocatedAmountSet !== ZERO)
    .map(({ allocatedAmountSet: amount, discountApplication: { code, title } }) => ({
      amount,
      ...present({ code, title }),
    }));
}

function taxesOf({ taxLines }: Pick<AnsweredLine, 'taxLines'>): LineInput['taxes'] {
  return taxLines
    .filter(({ priceSet }) => priceSet !== ZERO)
    .map(({ title, rate, priceSet: amount }) => ({ title, amount, ...present({ rate }) }));
}

function sumOf(lines: readonly LineInput[], { taxesIncluded }: AnsweredOrder): bigint {
  const millionths = (amount: string) => toMillionths(amount as Decimal);
  let sum = 0n;
  for (const { quantity, listPrice, discounts = [], taxes = [] } of lines) {
    sum += millionths(multiplyDecimals(quantity as Decimal, listPrice as Decimal));
    for (const { amount } of discounts) sum -= millionths(amount);
    if (!taxesIncluded) for (const { amount } of taxes) sum += millionths(amount);
  }
  return sum;
}

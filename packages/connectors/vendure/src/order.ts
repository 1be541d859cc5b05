import { money, present } from '@clientele/connector-kit';
import type { RecordInput } from '@clientele/model';
import { z } from 'zod';
import { addressOf } from './address.js';
import { amountOf } from './amount.js';
import { context, id, latestOf, orderAddress, text, time, units } from './answered.js';

type OrderInput = Extract<RecordInput, { kind: 'order' }>;
type LineInput = OrderInput['lines'][number];
type RefundInput = NonNullable<OrderInput['refunds']>[number];

const line = z.object({
  id,
  quantity: z.int(),
  unitPriceWithTax: units,
  proratedUnitPriceWithTax: units,
  lineTax: units,
  taxLines: z.array(z.object({ description: text, taxRate: z.number() })),
  discounts: z.array(z.object({ adjustmentSource: z.string(), description: text, amountWithTax: units })),
  productVariant: z.object({ id, productId: id, sku: text, name: text }),
});
type AnsweredLine = z.output<typeof line>;

const refund = z.object({
  id,
  createdAt: time,
  updatedAt: time,
  state: z.string(),
  total: units,
  lines: z.array(z.object({ orderLineId: id, quantity: z.int() })),
});
type AnsweredRefund = z.output<typeof refund>;

const answeredOrder = z.object({
  ...context,
  id,
  code: z.string(),
  type: z.string(),
  state: z.string(),
  updatedAt: time,
  orderPlacedAt: time,
  currencyCode: z.string(),
  totalWithTax: units,
  customer: z.object({ id, firstName: text, lastName: text }).nullable(),
  shippingAddress: orderAddress,
  promotions: z.array(z.object({ id, couponCode: text })),
  lines: z.array(line),
  shippingLines: z.array(
    z.object({ id, priceWithTax: units, discountedPriceWithTax: units, shippingMethod: z.object({ name: text }) }),
  ),
  surcharges: z.array(z.object({ id, description: text, priceWithTax: units })),
  payments: z.array(z.object({ updatedAt: time, refunds: z.array(refund) })).nullable(),
  history: z.object({ items: z.array(z.object({ createdAt: time })) }),
});
type AnsweredOrder = z.output<typeof answeredOrder>;

/** An order that was placed, as Vendure answers it, with the refunds that went back. */
export function decodeOrder(json: unknown): readonly [RecordInput] {
  const order = answeredOrder.parse(json);
  const { decimals, payments } = order;
  const refunds = (payments ?? []).flatMap((payment) => payment.refunds);
  const [turned] = order.history.items.map(({ createdAt }) => createdAt);
  const record: OrderInput = {
    kind: 'order',
    externalId: order.id,
    version: { updatedAt: changeOf(order, refunds, turned) },
    purpose: isPart(order) ? 'note' : 'sale',
    name: order.code,
    placedAt: order.orderPlacedAt,
    channel: { id: order.channelCode, kind: 'online_store' },
    currency: order.currencyCode,
    taxesIncluded: true,
    lines: [...order.lines.map((one) => productLine(one, order)), ...charges(order)],
    // A refund that waits to be settled, or failed, has sent nothing back.
    refunds: refunds.filter(({ state }) => state === 'Settled').map((one) => refundOf(one, order)),
    total: amountOf(order.totalWithTax, decimals),
    ...present({
      // No state follows this one.
      cancelledAt: order.state === 'Cancelled' ? (turned ?? order.updatedAt) : undefined,
      customer: order.customer?.id,
      ...shippedTo(order),
    }),
  };
  return [record];
}

/** In a marketplace, each seller has a part of an order in their channel; the default channel has the parts beside the whole. */
function isPart({ type, channelCode }: AnsweredOrder): boolean {
  return type === 'Seller' && channelCode === '__default_channel__';
}

/** An order's own time moves with few of its changes; of the others, some are told by what they leave in it. */
function changeOf(
  { updatedAt, orderPlacedAt, payments }: AnsweredOrder,
  refunds: AnsweredRefund[],
  turned = updatedAt,
) {
  const parts = [...(payments ?? []), ...refunds].map((part) => part.updatedAt);
  return latestOf(updatedAt, orderPlacedAt, turned, ...parts);
}

function productLine(line: AnsweredLine, { decimals, promotions }: AnsweredOrder): LineInput {
  const { productVariant: variant, lineTax, taxLines } = line;
  const titles = taxLines.flatMap(({ description }) => description ?? []);
  const rate = taxLines.length === 1 ? taxLines[0]?.taxRate : undefined;
  return {
    id: line.id,
    quantity: String(line.quantity),
    listPrice: amountOf(line.unitPriceWithTax, decimals),
    discounts: line.discounts.map(({ adjustmentSource, description, amountWithTax }) => {
      const code = promotions.find((promotion) => adjustmentSource === `PROMOTION:${promotion.id}`)?.couponCode;
      return { amount: amountOf(-amountWithTax, decimals), ...present({ code, title: description }) };
    }),
    taxes:
      lineTax === 0
        ? []
        : [
            {
              title: titles.join(', ') || 'Tax',
              amount: amountOf(lineTax, decimals),
              ...(rate !== undefined && { rate: money(rate / 100) }),
            },
          ],
    product: variant.productId,
    variant: variant.id,
    ...present({ sku: variant.sku, title: variant.name }),
  };
}

/** Postage, and what was added to the order by hand or by its way of paying. */
function charges({ shippingLines, surcharges, decimals }: AnsweredOrder): LineInput[] {
  const charge = (of: string, price: number, discount: number, title: string | undefined): LineInput => ({
    id: of,
    kind: 'charge',
    quantity: '1',
    listPrice: amountOf(price, decimals),
    discounts: discount === 0 ? [] : [{ amount: amountOf(discount, decimals) }],
    ...present({ title }),
  });
  return [
    ...shippingLines.map(({ id: of, priceWithTax, discountedPriceWithTax, shippingMethod }) =>
      charge(`shipping-${of}`, priceWithTax, priceWithTax - discountedPriceWithTax, shippingMethod.name),
    ),
    ...surcharges.map(({ id: of, priceWithTax, description }) =>
      charge(`surcharge-${of}`, priceWithTax, 0, description),
    ),
  ];
}

function refundOf({ id: of, createdAt, total, lines }: AnsweredRefund, order: AnsweredOrder): RefundInput {
  return {
    id: of,
    at: createdAt,
    amount: amountOf(total, order.decimals),
    lines: lines.flatMap(({ orderLineId, quantity }) => {
      const price = order.lines.find((one) => one.id === orderLineId)?.proratedUnitPriceWithTax;
      if (price === undefined) return [];
      const amount = amountOf(price * quantity, order.decimals);
      return [{ line: orderLineId, quantity: String(quantity), amount }];
    }),
  };
}

function shippedTo({ shippingAddress, customer }: AnsweredOrder): Pick<OrderInput, 'shipTo' | 'toAnotherPerson'> {
  const shipTo = shippingAddress === null ? undefined : addressOf(shippingAddress);
  const by = [customer?.firstName, customer?.lastName].filter((name) => name !== undefined).join(' ');
  const to = shipTo?.name;
  return present({
    shipTo,
    toAnotherPerson: to === undefined || by === '' ? undefined : to.toLowerCase() !== by.toLowerCase(),
  });
}

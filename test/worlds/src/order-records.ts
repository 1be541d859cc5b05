import type { RecordInput } from '@clientele/model';
import { CHANNELS, type Connection, connectionOf, type SalesChannel } from './channels.js';
import type { Entry } from './customer-record.js';
import { money } from './money.js';
import { on, type Person, personOf } from './person.js';
import { type PricedOrder, pricedOrder } from './priced-order.js';
import type { Random } from './random.js';
import { type Setting, scatteredId } from './setting.js';
import type { Shopper } from './shopper.js';
import type { Visit } from './visits.js';

type OrderInput = Extract<RecordInput, { kind: 'order' }>;
type RefundInput = Extract<RecordInput, { kind: 'refund' }>;

/** A record with the moment at which its source would send it. */
export interface Dated<Kind extends RecordInput = RecordInput> {
  readonly ms: number;
  readonly connection: Connection;
  readonly record: Kind;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TILLS = ['high-street', 'station', 'airport'];

/** The order of a visit as its source finally knows it, and the refund document that belongs to it, if any. */
export function orderRecords(
  setting: Setting,
  owner: { readonly person: Person; readonly shopper: Shopper },
  visit: Visit,
  booking: { readonly number: number; readonly entry: Entry | null; readonly random: Random },
): { readonly order: Dated<OrderInput>; readonly refund: Dated<RefundInput> | null } {
  const { number, entry, random } = booking;
  const { calendar } = setting;
  const priced = pricedOrder(setting, owner, visit, { isFirst: number === 0, random });
  const externalId = scatteredId(setting, owner.person.index, number);
  const order = plainOrder(setting, visit, priced, externalId, entry);
  const sendsGifts = random.chance(0.5);
  const connection = connectionOf(visit.channel);
  if (visit.channel === 'tills') order.location = random.pick(TILLS);
  else shipTo(setting, owner, visit, order, visit.gift && sendsGifts);

  let updatedMs = visit.ms + random.between(0, 90) * 1000;
  let document: Dated<RefundInput> | null = null;
  const fate = random.unit();
  if (fate < 0.02) {
    updatedMs = visit.ms + random.between(1, 20) * HOUR;
    order.cancelledAt = calendar.instant(updatedMs);
  } else if (fate < 0.026 && visit.channel === 'web') {
    order.test = true;
  } else {
    const refund = refundOf(owner.shopper, visit, priced, random);
    if (refund !== null && refund.ms < calendar.end) {
      const lines = refund.lines.map(({ id, quantity, amount }) => ({
        line: id,
        quantity: String(quantity),
        amount: money(amount),
      }));
      const at = calendar.instant(refund.ms);
      if (visit.channel === 'tills') {
        document = {
          ms: refund.ms,
          connection,
          record: refundDocument(order, refund, { at, knowsOrder: random.chance(0.6) }),
        };
      } else {
        updatedMs = refund.ms;
        order.refunds = [
          {
            id: `${externalId}-r1`,
            at,
            amount: money(refund.amount),
            // The marketplace reports the money and no lines.
            ...(visit.channel === 'marketplace' ? {} : { lines }),
          },
        ];
      }
    }
  }
  // A cancellation beyond the end of the world has not happened yet.
  if (updatedMs >= calendar.end) {
    updatedMs = visit.ms;
    delete order.cancelledAt;
  }
  order.version = { updatedAt: calendar.instant(updatedMs) };
  return { order: { ms: updatedMs, connection, record: order }, refund: document };
}

const NAMED_AFTER: Readonly<Record<SalesChannel, string>> = {
  web: '#W',
  app: '#A',
  'second-store': '#S',
  tills: 'T-',
  marketplace: 'M-',
};

function plainOrder(
  setting: Setting,
  visit: Visit,
  priced: PricedOrder,
  externalId: string,
  entry: Entry | null,
): OrderInput {
  const isTotalled = visit.channel !== 'tills' && visit.channel !== 'marketplace';
  return {
    kind: 'order',
    externalId,
    version: { updatedAt: setting.calendar.instant(visit.ms) },
    name: `${NAMED_AFTER[visit.channel]}${externalId}`,
    placedAt: setting.calendar.instant(visit.ms),
    channel: CHANNELS[visit.channel],
    ...(entry === null ? {} : { customer: entry.externalId }),
    currency: priced.currency,
    taxesIncluded: priced.taxesIncluded,
    lines: priced.lines.map((line) => ({
      id: line.id,
      kind: line.product === null ? 'charge' : 'product',
      ...(line.product === null || line.productId === null ? {} : { product: line.productId, sku: line.product.sku }),
      title: line.title,
      quantity: String(line.quantity),
      listPrice: money(line.listPrice),
      ...(line.discount === 0 ? {} : { discounts: [{ amount: money(line.discount), title: 'Sale' }] }),
      ...(line.tax === 0
        ? {}
        : { taxes: [{ title: priced.taxTitle, amount: money(line.tax), rate: money(priced.taxPercent) }] }),
      ...(line.product?.sku === 'GIFT-CARD' ? { giftCard: true } : {}),
    })),
    ...(priced.orderDiscount === null
      ? {}
      : { discounts: [{ amount: money(priced.orderDiscount.amount), code: priced.orderDiscount.code }] }),
    ...(isTotalled ? { total: money(priced.total) } : {}),
    ...(priced.totalInShopCurrency === null ? {} : { totalInShopCurrency: money(priced.totalInShopCurrency) }),
    ...(priced.wrapped || priced.message ? { gift: { wrapped: priced.wrapped, message: priced.message } } : {}),
  };
}

function shipTo(
  setting: Setting,
  { person, shopper }: { readonly person: Person; readonly shopper: Shopper },
  visit: Visit,
  order: OrderInput,
  isSentAway: boolean,
): void {
  const toAnother = isSentAway && shopper.giftsFor !== person.index;
  const receiver = toAnother ? personOf(setting, shopper.giftsFor) : person;
  const name = `${receiver.givenName} ${on(receiver.familyName, visit.day)}`;
  order.shipTo = { name, ...on(receiver.address, visit.day) };
  order.toAnotherPerson = toAnother;
}

interface Refund {
  readonly ms: number;
  readonly amount: number;
  readonly lines: readonly { id: string; productId: string; title: string; quantity: number; amount: number }[];
}

/** Whole lines come back, or one piece of several; now and then with some money on top for the trouble. */
function refundOf(shopper: Shopper, visit: Visit, priced: PricedOrder, random: Random): Refund | null {
  const lines = priced.lines.flatMap((line) => {
    if (!random.chance(shopper.returnRate) || line.productId === null || line.product?.sku === 'GIFT-CARD') return [];
    const quantity = line.quantity > 1 && random.chance(0.6) ? 1 : line.quantity;
    const amount = Math.floor((line.paid * quantity) / line.quantity);
    return [{ id: line.id, productId: line.productId, title: line.title, quantity, amount }];
  });
  const amount = lines.reduce((sum, line) => sum + line.amount, 0);
  const ms = visit.ms + random.between(4, 28) * DAY + random.between(0, 10) * HOUR;
  const goodwill = random.chance(0.03) ? 1000 : 0;
  return amount === 0 ? null : { ms, amount: amount + goodwill, lines };
}

function refundDocument(
  order: OrderInput,
  refund: Refund,
  { at, knowsOrder }: { at: string; knowsOrder: boolean },
): RefundInput {
  return {
    kind: 'refund',
    externalId: `R${order.externalId}`,
    version: { updatedAt: at },
    at,
    ...(knowsOrder ? { order: order.externalId } : {}),
    ...(order.customer === undefined ? {} : { customer: order.customer }),
    channel: order.channel,
    currency: order.currency,
    amount: money(refund.amount),
    lines: refund.lines.map((line) => ({
      id: line.id,
      product: line.productId,
      title: line.title,
      quantity: String(line.quantity),
      amount: money(line.amount),
    })),
  };
}

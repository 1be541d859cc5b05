import { basketOf } from './basket.js';
import { type Product, productId } from './catalogue.js';
import { connectionOf } from './channels.js';
import { country } from './countries.js';
import { rate } from './money.js';
import type { Person } from './person.js';
import type { Random } from './random.js';
import type { Setting } from './setting.js';
import type { Shopper } from './shopper.js';
import type { Visit } from './visits.js';

/** Whole cents of the order's currency throughout. */
export interface PricedLine {
  readonly id: string;
  /** Null for a charge. */
  readonly product: Product | null;
  readonly productId: string | null;
  readonly title: string;
  readonly quantity: number;
  readonly listPrice: number;
  readonly discount: number;
  readonly tax: number;
  /** What the customer paid for the line, tax and its share of the order's discount included. */
  readonly paid: number;
}

export interface PricedOrder {
  readonly currency: string;
  readonly lines: readonly PricedLine[];
  readonly orderDiscount: { readonly amount: number; readonly code: string } | null;
  readonly taxTitle: string;
  readonly taxPercent: number;
  readonly taxesIncluded: boolean;
  readonly total: number;
  /** Null where the source gives none, and for an order in the shop's own currency. */
  readonly totalInShopCurrency: number | null;
  readonly wrapped: boolean;
  readonly message: boolean;
}

const POSTAGE = 395;
const FREE_POSTAGE_FROM = 5000;
const WRAPPING = 250;
const ABROAD_IN_FOREIGN_CURRENCY = 0.75;
const WITHOUT_RATE = 0.12;

export function pricedOrder(
  setting: Setting,
  owner: { readonly person: Person; readonly shopper: Shopper },
  visit: Visit,
  at: { readonly isFirst: boolean; readonly random: Random },
): PricedOrder {
  const { person, shopper } = owner;
  const { random, isFirst } = at;
  const connection = connectionOf(visit.channel);
  const isAbroad = visit.channel === 'second-store' && person.country !== setting.homeCountry;
  const isForeign = isAbroad && random.chance(ABROAD_IN_FOREIGN_CURRENCY);
  const exchange = isForeign
    ? rate(setting.foreignCurrency, setting.currency, setting.calendar.month(visit.day))
    : 10_000;
  const inCurrency = (cents: number) => Math.round((cents * exchange) / 10_000);

  const offer = offerOf(setting, shopper, visit, random, isFirst);
  const drafts = basketOf(setting, shopper, visit, random).map(({ product, quantity }) => {
    const listPrice = inCurrency(product.cents);
    const isReduced = offer.onLines && product.sku !== 'GIFT-CARD' && random.chance(0.75);
    return {
      product,
      quantity,
      listPrice,
      title: product.title,
      discount: isReduced ? portion(quantity * listPrice, offer.percent) : 0,
    };
  });
  const goods = drafts.reduce((sum, line) => sum + line.quantity * line.listPrice - line.discount, 0);
  const orderDiscount = offer.code === null ? null : { amount: portion(goods, offer.percent), code: offer.code };
  const wrapped = visit.gift && visit.channel !== 'marketplace' && random.chance(0.45);
  const message = visit.gift && visit.channel !== 'tills' && random.chance(0.5);
  const isPosted = visit.channel !== 'tills' && goods < inCurrency(FREE_POSTAGE_FROM);
  const charges = [
    ...(isPosted ? [{ title: 'Postage', listPrice: inCurrency(POSTAGE) }] : []),
    ...(wrapped ? [{ title: 'Gift wrapping', listPrice: inCurrency(WRAPPING) }] : []),
  ].map((charge) => ({ ...charge, product: null, quantity: 1, discount: 0 }));

  const tax = country(visit.channel === 'tills' ? setting.homeCountry : person.country).tax;
  const lines = [...drafts, ...charges].map((line, index): PricedLine => {
    const net = line.quantity * line.listPrice - line.discount;
    const share =
      orderDiscount === null || line.product === null
        ? 0
        : Math.floor((orderDiscount.amount * net) / Math.max(goods, 1));
    const due = net - share;
    const lineTax = tax.included ? due - Math.round((due * 100) / (100 + tax.percent)) : portion(due, tax.percent);
    return {
      ...line,
      id: String(index + 1),
      productId: line.product === null ? null : productId(connection, line.product),
      tax: lineTax,
      paid: tax.included ? due : due + lineTax,
    };
  });
  const untaxed =
    lines.reduce((sum, line) => sum + line.quantity * line.listPrice - line.discount, 0) - (orderDiscount?.amount ?? 0);
  const total = untaxed + (tax.included ? 0 : lines.reduce((sum, line) => sum + line.tax, 0));
  return {
    currency: isForeign ? setting.foreignCurrency : setting.currency,
    lines,
    orderDiscount,
    taxTitle: tax.title,
    taxPercent: tax.percent,
    taxesIncluded: tax.included,
    total,
    totalInShopCurrency: isForeign && !random.chance(WITHOUT_RATE) ? Math.round((total * 10_000) / exchange) : null,
    wrapped,
    message,
  };
}

/** What is off: on some lines, or on the order as a whole by a code, or nothing. */
function offerOf(setting: Setting, shopper: Shopper, visit: Visit, random: Random, isFirst: boolean) {
  const month = setting.calendar.month(visit.day);
  const dayOfMonth = Number(setting.calendar.day(visit.day).slice(8, 10));
  const isSale = (month === 11 && dayOfMonth >= 20) || month === 1 || (month === 7 && dayOfMonth <= 14);
  const wanted = 0.03 + 0.82 * shopper.priceSensitivity + (isSale ? 0.15 : 0) + (isFirst ? 0.05 : 0);
  const [taken, byCode] = [random.chance(wanted), random.chance(0.5)];
  const percent = random.pick(isSale ? [15, 20, 30, 50] : [5, 10, 10, 15, 20]);
  if (!taken) return { onLines: false, code: null, percent };
  const canUseCode = visit.channel !== 'tills' && visit.channel !== 'marketplace';
  if (!byCode || !canUseCode) return { onLines: true, code: null, percent };
  return { onLines: false, code: isFirst ? `WELCOME${percent}` : `SAVE${percent}`, percent };
}

function portion(cents: number, percent: number): number {
  return Math.round((cents * percent) / 100);
}

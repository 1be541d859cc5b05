import { type Decimal, decimal, fromMillionths, multiplyDecimals, sumDecimals, toMillionths } from '@clientele/model';
import fc from 'fast-check';
import { listOf, moneyBag } from './answering.fixture.js';

/** Decimals of the currency, as Shopify writes its amounts: with all of them, even zeros. */
const cents = fc.integer({ min: 1, max: 500_000 }).map((units) => decimal((units / 100).toFixed(2)));

const discount = fc.record({
  percent: fc.integer({ min: 1, max: 40 }),
  by: fc.constantFrom(
    { __typename: 'DiscountCodeApplication', code: 'SPRING' },
    { __typename: 'AutomaticDiscountApplication', title: 'Three for two' },
    { __typename: 'ManualDiscountApplication', title: 'For waiting' },
  ),
});

const bought = fc.record({
  price: cents,
  quantity: fc.integer({ min: 1, max: 9 }),
  discounts: fc.array(discount, { maxLength: 2 }),
  taxed: fc.boolean(),
  refunded: fc.nat({ max: 9 }),
});

/** An order that adds up, and what it adds up to. */
export const anOrder = fc
  .record({
    number: fc.bigInt({ min: 1n, max: 10n ** 18n }),
    taxesIncluded: fc.boolean(),
    lines: fc.array(bought, { minLength: 1, maxLength: 8 }),
    postage: fc.array(bought, { maxLength: 2 }),
    tip: fc.option(cents, { nil: undefined }),
    duties: fc.option(cents, { nil: undefined }),
  })
  .map(({ number, taxesIncluded, lines, postage, tip, duties }) => {
    const ids = lines.map((_, place) => `gid://shopify/LineItem/${number * 100n + BigInt(place)}`);
    const items = lines.map((line, place) => written(line, ids[place] ?? '', taxesIncluded));
    const shipping = postage.map((line, place) => {
      const id = `gid://shopify/ShippingLine/${number * 100n + BigInt(place)}`;
      return written({ ...line, quantity: 1, refunded: 0 }, id, taxesIncluded);
    });
    const others = [tip, duties].filter((one) => one !== undefined);
    const total = sumDecimals([...items, ...shipping].map((line) => line.comesTo).concat(others));
    const returned = items.filter(({ refunded }) => refunded > 0);
    const sentBack = sumDecimals(returned.map(({ back }) => back));
    const refund = {
      id: `gid://shopify/Refund/${number}`,
      createdAt: '2026-03-02T10:00:00Z',
      processedAt: '2026-03-02T10:00:00Z',
      totalRefundedSet: moneyBag(sentBack),
      refundLineItems: {
        nodes: returned.map(({ object, refunded, back, backTax }) => ({
          quantity: refunded,
          lineItem: { id: object.id },
          subtotalSet: moneyBag(taxesIncluded ? back : less(back, backTax)),
          totalTaxSet: moneyBag(backTax),
        })),
      },
    };
    return {
      total,
      sentBack,
      bought: items.map(({ object }) => object.quantity),
      refund,
      order: {
        ...PLAIN,
        id: `gid://shopify/Order/${number}`,
        taxesIncluded,
        totalPriceSet: moneyBag(total),
        totalTipReceivedSet: moneyBag(tip ?? '0.0'),
        originalTotalDutiesSet: duties === undefined ? null : moneyBag(duties),
        refunds: returned.length === 0 ? [] : [refund],
        lineItems: listOf(...items.map(({ object }) => object)),
        shippingLines: listOf(...shipping.map(({ object }) => object)),
      },
    };
  });

/** What of an order says nothing of money. */
export const PLAIN = {
  id: 'gid://shopify/Order/820982911946154508',
  name: '#9999',
  createdAt: '2026-03-01T12:00:01Z',
  processedAt: '2026-03-01T12:00:00Z',
  updatedAt: '2026-03-02T10:00:00Z',
  cancelledAt: null,
  test: false,
  sourceName: 'web',
  currencyCode: 'EUR',
  taxesIncluded: true,
  email: 'ada@example.com',
  phone: null,
  app: { id: 'gid://shopify/App/580111' },
  attribution: { handle: 'online-store' },
  retailLocation: null,
  customer: { id: 'gid://shopify/Customer/7', firstName: 'Ada', lastName: 'Lovelace' },
  shippingAddress: { name: 'Charles Babbage', address1: '1 Dorset Street', city: 'London', countryCodeV2: 'GB' },
  billingAddress: { name: 'Ada Lovelace', address1: '12 St James Square', city: 'London', countryCodeV2: 'GB' },
  totalPriceSet: moneyBag('0.0'),
  totalTipReceivedSet: moneyBag('0.0'),
  originalTotalDutiesSet: null,
  originalTotalAdditionalFeesSet: null,
  refunds: [],
  lineItems: listOf(),
  shippingLines: listOf(),
};

type Bought = typeof bought extends fc.Arbitrary<infer Line> ? Line : never;

function written({ price, quantity, discounts, taxed, refunded: wished }: Bought, id: string, taxesIncluded: boolean) {
  const list = multiplyDecimals(price, decimal(String(quantity)));
  const allocated = discounts.map(({ percent, by }) => ({ amount: part(list, percent, 100), by }));
  const asked = less(list, sumDecimals(allocated.map(({ amount }) => amount)));
  const tax = taxed ? part(asked, 20, taxesIncluded ? 120 : 100) : decimal('0');
  const comesTo = taxesIncluded ? asked : sumDecimals([asked, tax]);
  const refunded = Math.min(wished, quantity);
  return {
    comesTo,
    refunded,
    back: part(comesTo, refunded, quantity),
    backTax: part(tax, refunded, quantity),
    object: {
      id,
      title: 'A thing',
      sku: 'T-1',
      quantity,
      currentQuantity: quantity - refunded,
      isGiftCard: false,
      product: { id: 'gid://shopify/Product/632910392' },
      variant: { id: 'gid://shopify/ProductVariant/808950810' },
      originalUnitPriceSet: moneyBag(price),
      originalPriceSet: moneyBag(price),
      discountAllocations: allocated.map(({ amount, by }) => ({
        allocatedAmountSet: moneyBag(amount),
        discountApplication: by,
      })),
      taxLines: taxed ? [{ title: 'VAT', rate: 0.2, priceSet: moneyBag(tax) }] : [],
    },
  };
}

function less(a: Decimal, b: Decimal): Decimal {
  return fromMillionths(toMillionths(a) - toMillionths(b));
}

/** So many of so many parts of an amount, in whole cents. */
function part(amount: Decimal, parts: number, of: number): Decimal {
  return fromMillionths(((toMillionths(amount) * BigInt(parts)) / BigInt(of) / 10_000n) * 10_000n);
}

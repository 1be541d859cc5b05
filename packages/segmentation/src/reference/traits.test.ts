import { shopId, timeZone } from '@clientele/model';
import { describe, expect, it } from 'vitest';
import type { PlainProfile } from '../plain-profile.js';
import { ratioText } from './ratio.js';
import { aConsent, aContext, aCustomer, anOrder, aProfile, aRefund } from './records.fixture.js';
import { traitValue } from './reference.js';
import { TRAIT_NAMES } from './traits.js';

/** A trait as text (a list joined), or undefined where it is absent. */
function shown(name: string, fields: Partial<PlainProfile>, context = aContext()): string | undefined {
  const value = traitValue(name, aProfile(fields), context);
  switch (value?.kind) {
    case 'number':
      return ratioText(value.number);
    case 'date':
      return `${value.day} ${value.at}`;
    case 'text':
      return value.text;
    case 'list':
      return value.texts.join(', ');
    default:
      return undefined;
  }
}

const CANCELLED = anOrder({ cancelledAt: '2024-01-02T00:00:00Z', total: '1000' });
const TRIAL = anOrder({ test: true, total: '1000' });
const NO_SALE = anOrder({ purpose: 'adjustment', total: '-1000' });
const WITHOUT_RATE = anOrder({ currency: 'USD', total: '77' });
const WITH_RATE = anOrder({ currency: 'USD', total: '77', totalInShopCurrency: '60.5' });
const UNCOUNTED = [CANCELLED, TRIAL, NO_SALE];

describe('a profile without records', () => {
  it('has zero counts and sums, is a prospect, and nothing else', () => {
    const present = TRAIT_NAMES.flatMap((name) => {
      const value = shown(name, {});
      return value === undefined ? [] : [`${name} ${value}`];
    });
    expect(present).toEqual([
      'number_of_orders 0',
      'amount_spent 0',
      'units_purchased 0',
      'distinct_products 0',
      'amount_refunded 0',
      'net_amount_spent 0',
      'gift_orders 0',
      'rfm_group PROSPECTS',
    ]);
  });

  it('is what orders that do not count leave', () => {
    for (const name of TRAIT_NAMES) expect(shown(name, { orders: UNCOUNTED })).toBe(shown(name, {}));
  });
});

describe('dates', () => {
  it('takes the earliest creation, on the day of the shop', () => {
    const customers = [
      aCustomer(),
      aCustomer({ createdAt: '2024-03-31T00:30:00Z' }),
      aCustomer({ createdAt: '2023-07-01T23:30:00Z' }),
    ];
    expect(shown('customer_added_date', { customers })).toBe('2023-07-02 2023-07-01T23:30:00.000Z');
    const stJohns = aContext({ shop: { id: shopId('demo'), timeZone: timeZone('America/St_Johns'), currency: 'GBP' } });
    expect(shown('customer_added_date', { customers }, stJohns)).toBe('2023-07-01 2023-07-01T23:30:00.000Z');
    expect(shown('customer_added_date', { customers: [aCustomer()] })).toBeUndefined();
  });

  it('takes the first and the last order that counts', () => {
    const orders = [
      anOrder({ placedAt: '2024-02-01T10:00:00Z' }),
      anOrder({ placedAt: '2024-01-05T10:00:00Z' }),
      anOrder({ placedAt: '2024-06-01T23:10:00Z' }),
      anOrder({ placedAt: '2020-01-01T10:00:00Z', test: true }),
      anOrder({ placedAt: '2024-06-09T10:00:00Z', cancelledAt: '2024-06-09T11:00:00Z' }),
    ];
    expect(shown('first_order_date', { orders })).toBe('2024-01-05 2024-01-05T10:00:00.000Z');
    expect(shown('last_order_date', { orders })).toBe('2024-06-02 2024-06-01T23:10:00.000Z');
    expect(shown('days_since_last_order', { orders })).toBe('8');
    // 149 days from 5 January to 2 June, between three orders.
    expect(shown('days_between_orders', { orders })).toBe('74.5');
    expect(shown('days_between_orders', { orders: orders.slice(0, 1) })).toBeUndefined();
  });

  it('counts days since an order that is still to come as negative', () => {
    expect(shown('days_since_last_order', { orders: [anOrder({ placedAt: '2024-06-12T09:00:00Z' })] })).toBe('-2');
  });
});

describe('counts and money', () => {
  const orders = [
    anOrder({ total: '10' }),
    anOrder({ total: '0.5' }),
    anOrder({ total: '30.000001' }),
    WITHOUT_RATE,
    ...UNCOUNTED,
  ];

  it('counts an order without a rate and leaves it out of sums and averages', () => {
    expect(shown('number_of_orders', { orders })).toBe('4');
    expect(shown('amount_spent', { orders })).toBe('40.500001');
    expect(shown('average_order_value', { orders })).toBe('40500001/3000000');
    expect(shown('largest_order_amount', { orders })).toBe('30.000001');
  });

  it('takes the amount in the shop currency where the source gives it', () => {
    expect(shown('amount_spent', { orders: [WITH_RATE, WITHOUT_RATE] })).toBe('60.5');
    expect(shown('average_order_value', { orders: [WITH_RATE, WITHOUT_RATE] })).toBe('60.5');
  });

  it('has no average and no largest amount without a single amount', () => {
    expect(shown('average_order_value', { orders: [WITHOUT_RATE] })).toBeUndefined();
    expect(shown('largest_order_amount', { orders: [WITHOUT_RATE] })).toBeUndefined();
    expect(shown('amount_spent', { orders: [WITHOUT_RATE] })).toBe('0');
  });

  it('adds up nested refunds of orders that count and refund documents', () => {
    const refund = (amount: string) => ({ id: 'r', at: '2024-01-03T00:00:00Z', amount });
    const refunded = [
      anOrder({ total: '10', refunds: [refund('4'), refund('9')] }),
      anOrder({ total: '5', cancelledAt: '2024-01-02T00:00:00Z', refunds: [refund('5')] }),
      // Half of the order in dollars is half of it in pounds; without a rate nothing can be said.
      anOrder({ currency: 'USD', total: '20', totalInShopCurrency: '16', refunds: [refund('10')] }),
      anOrder({ currency: 'USD', total: '20', refunds: [refund('10')] }),
    ];
    const refunds = [
      aRefund({ amount: '2.5' }),
      aRefund({ amount: '-1' }),
      aRefund({ currency: 'USD', amount: '9' }),
      aRefund({ currency: 'USD', amount: '9', amountInShopCurrency: '7' }),
    ];
    expect(shown('amount_refunded', { orders: refunded })).toBe('21');
    expect(shown('amount_refunded', { orders: refunded, refunds })).toBe('29.5');
    expect(shown('net_amount_spent', { orders: refunded, refunds })).toBe('-3.5');
  });
});

describe('purchases', () => {
  const line = (id: string, fields: object = {}) => ({ id, quantity: '1', listPrice: '2', ...fields });
  const orders = [
    anOrder({
      lines: [
        line('1', { product: 'A', quantity: '2.5' }),
        line('2', { product: 'A' }),
        line('3', { product: 'B', quantity: '0' }),
        line('4', { product: 'C', quantity: '-1' }),
        line('5', { product: 'D', kind: 'charge' }),
        line('6', { product: 'E', kind: 'note' }),
        line('7'),
      ],
    }),
    anOrder({ connection: 'till', lines: [line('1', { product: 'a' }), line('2', { product: 'A' })] }),
    anOrder({ test: true, lines: [line('1', { product: 'Z' })] }),
  ];

  it('are product lines above zero of orders that count', () => {
    expect(shown('units_purchased', { orders })).toBe('6.5');
    expect(shown('distinct_products', { orders })).toBe('2');
  });
});

describe('kinds of orders', () => {
  it('takes a discount of the order or of a line, above zero', () => {
    const discounts = [{ amount: '1' }];
    const line = { id: '1', quantity: '1', listPrice: '2' };
    const orders = [
      anOrder({ discounts }),
      anOrder({ lines: [line, { ...line, id: '2', discounts }] }),
      anOrder({ discounts: [{ amount: '0' }] }),
      anOrder(),
      anOrder({ test: true, discounts }),
    ];
    expect(shown('discounted_order_share', { orders })).toBe('0.5');
    expect(shown('discounted_order_share', { orders: orders.slice(3) })).toBe('0');
  });

  it('takes a message, a wrapping or another person for a gift', () => {
    const orders = [
      anOrder({ gift: { message: true } }),
      anOrder({ gift: { wrapped: true } }),
      anOrder({ toAnotherPerson: true }),
      anOrder({ gift: {} }),
      anOrder({ toAnotherPerson: false }),
      anOrder({ gift: { message: true }, cancelledAt: '2024-01-02T00:00:00Z' }),
    ];
    expect(shown('gift_orders', { orders })).toBe('3');
  });
});

describe('channels', () => {
  const on = (kind: 'till' | 'app' | 'social', placedAt: string, fields: object = {}) =>
    anOrder({ channel: { id: 'x', kind }, placedAt, ...fields });

  it('lists the kinds of the orders that count', () => {
    const orders = [
      on('till', '2024-01-02T00:00:00Z'),
      on('app', '2024-01-01T00:00:00Z'),
      on('social', '2023-01-01T00:00:00Z', { test: true }),
    ];
    expect(shown('channels', { orders })).toBe('app, till');
    expect(shown('first_channel', { orders })).toBe('app');
    expect(shown('usual_channel', { orders })).toBe('app');
    expect(shown('usual_channel', { orders: [...orders, on('till', '2024-02-02T00:00:00Z')] })).toBe('till');
  });

  it('breaks a tie of the first order by connection, then id', () => {
    const at = '2024-01-01T00:00:00Z';
    const orders = [
      on('till', at, { connection: 'b', externalId: '1' }),
      on('app', at, { connection: 'a', externalId: '9' }),
      on('social', at, { connection: 'a', externalId: '10' }),
    ];
    expect(shown('first_channel', { orders })).toBe('social');
  });
});

describe('consents', () => {
  const consent = (state: 'SUBSCRIBED' | 'UNSUBSCRIBED' | 'PENDING', fields: object = {}) =>
    aConsent({ state, ...fields });
  const newer = { version: { updatedAt: '2024-02-01T00:00:00Z' } };

  it('takes the newest of each connection and address', () => {
    const consents = [consent('SUBSCRIBED', newer), consent('UNSUBSCRIBED')];
    expect(shown('email_subscription_status', { consents })).toBe('SUBSCRIBED');
    expect(shown('sms_subscription_status', { consents })).toBeUndefined();
  });

  it('lets one unsubscribed address or connection win over another', () => {
    const another = [consent('SUBSCRIBED', newer), consent('UNSUBSCRIBED', { address: 'b@example.com' })];
    expect(shown('email_subscription_status', { consents: another })).toBe('UNSUBSCRIBED');
    const elsewhere = [consent('SUBSCRIBED', newer), consent('UNSUBSCRIBED', { connection: 'till' })];
    expect(shown('email_subscription_status', { consents: elsewhere })).toBe('UNSUBSCRIBED');
  });

  it('takes the greater id of one version, and the greater tiebreak first', () => {
    const tied = [consent('PENDING', { externalId: 'b' }), consent('SUBSCRIBED', { externalId: 'a' })];
    expect(shown('email_subscription_status', { consents: tied })).toBe('PENDING');
    const broken = consent('SUBSCRIBED', {
      externalId: 'a',
      version: { updatedAt: '2024-01-01T00:00:00Z', tiebreak: 1 },
    });
    expect(shown('email_subscription_status', { consents: [...tied, broken] })).toBe('SUBSCRIBED');
  });

  it('keeps e-mail and text messages apart', () => {
    const consents = [consent('SUBSCRIBED'), consent('PENDING', { channel: 'sms', address: '+441' })];
    expect(shown('sms_subscription_status', { consents })).toBe('PENDING');
  });
});

describe('customer records', () => {
  const newer = { version: { updatedAt: '2024-02-01T00:00:00Z' } };

  it('gather countries and tags', () => {
    const customers = [
      aCustomer({ addresses: [{ country: 'GB' }, { city: 'Paris' }, { country: 'FR' }], tags: ['vip', 'VIP'] }),
      aCustomer({ addresses: [{ country: 'GB' }], tags: ['new', 'vip'] }),
    ];
    expect(shown('customer_countries', { customers })).toBe('FR, GB');
    expect(shown('customer_tags', { customers })).toBe('VIP, new, vip');
    expect(shown('customer_tags', { customers: [aCustomer()] })).toBeUndefined();
  });

  it('take the domain and the language of the newest record that has one', () => {
    const customers = [
      aCustomer({ email: 'a@Old.example', language: 'en' }),
      aCustomer({ ...newer, email: '"x@y"@New.EXAMPLE' }),
      aCustomer({ version: { updatedAt: '2024-03-01T00:00:00Z' }, email: 'no address' }),
    ];
    expect(shown('customer_email_domain', { customers })).toBe('new.example');
    expect(shown('customer_language', { customers })).toBe('en');
  });

  it('gather regions, cities and companies, of addresses that say enough', () => {
    const addresses = [
      { country: 'US', region: 'NY', city: 'New  York City' },
      { country: 'GB', city: 'London' },
      { country: 'IE', region: 'D' },
      { city: 'Paris', region: 'IDF' },
    ];
    const customers = [aCustomer({ addresses, companyIds: ['9'] }), aCustomer({ companyIds: ['10', '9'] })];
    expect(shown('customer_regions', { customers })).toBe('IE-D, US-NY');
    expect(shown('customer_cities', { customers })).toBe('GB-London, US-NY-NewYorkCity');
    expect(shown('companies', { customers })).toBe('10, 9');
  });

  it('take what few state from the newest that states it, and the app from the earliest', () => {
    const customers = [
      aCustomer({ createdAt: '2020-01-01T00:00:00Z', accountStatus: 'INVITED', birthDate: '1990-06-01' }),
      aCustomer({
        ...newer,
        createdAt: '2023-01-01T00:00:00Z',
        accountStatus: 'ENABLED',
        predictedSpendTier: 'LOW',
        productSubscriptionStatus: 'PAUSED',
        createdByApp: '7',
      }),
      aCustomer({ version: { updatedAt: '2024-03-01T00:00:00Z' }, createdByApp: '8' }),
    ];
    expect(shown('customer_account_status', { customers })).toBe('ENABLED');
    expect(shown('predicted_spend_tier', { customers })).toBe('LOW');
    expect(shown('product_subscription_status', { customers })).toBe('PAUSED');
    expect(shown('created_by_app_id', { customers })).toBe('7');
    const birth = traitValue('birth_date', aProfile({ customers }), aContext());
    // Midnight of summer time in London.
    expect(birth).toEqual({ kind: 'date', day: '1990-06-01', at: '1990-05-31T23:00:00.000Z' });
  });
});

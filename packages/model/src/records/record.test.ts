import { describe, expect, it } from 'vitest';
import { decimal } from '../decimal.js';
import type { OrderRecord } from './order.js';
import {
  isCounted,
  isPurchase,
  nestedRefundTotal,
  nestedRefundTotalInShopCurrency,
  orderDiscount,
  orderTotal,
  orderTotalInShopCurrency,
} from './order-facts.js';
import { readRecord } from './record.js';

const version = { updatedAt: '2024-05-01T09:30:00Z' };

const CHANNEL = { id: 'a', kind: 'app' };
const CUSTOMER = { kind: 'customer', externalId: '1', version };
const PRODUCT = { kind: 'product', externalId: '1', version, title: 'Tea' };
const EVENT = { kind: 'event', externalId: '1', version, name: 'searched', at: version.updatedAt, channel: CHANNEL };
const REFUND = {
  kind: 'refund',
  externalId: '1',
  version,
  at: version.updatedAt,
  channel: CHANNEL,
  amount: '1',
  currency: 'GBP',
};
const CONSENT = {
  kind: 'consent',
  externalId: '1',
  version,
  at: version.updatedAt,
  channel: 'email',
  address: 'a@b.test',
  state: 'PENDING',
};

function lineWith(more: Record<string, unknown>) {
  return { ...order(), lines: [{ id: '1', quantity: '1', listPrice: '1', ...more }] };
}

function order(more: Record<string, unknown> = {}): OrderRecord {
  const reading = readRecord({
    kind: 'order',
    externalId: '1001',
    version,
    placedAt: '2024-05-01T09:30:00Z',
    channel: { id: 'web', kind: 'online_store' },
    currency: 'GBP',
    lines: [
      { id: '1', product: 'A', quantity: '3', listPrice: '2.50', discounts: [{ amount: '0.5' }] },
      { id: '2', kind: 'charge', title: 'Postage', quantity: '1', listPrice: '4.95' },
      { id: '3', kind: 'note', quantity: '-12', listPrice: '9' },
    ],
    ...more,
  });
  if (reading.outcome === 'refused' || reading.record.kind !== 'order') throw new Error(JSON.stringify(reading));
  return reading.record;
}

describe('the boundary', () => {
  it('fills in defaults and canonical forms', () => {
    expect(order()).toMatchObject({
      purpose: 'sale',
      test: false,
      placedAt: '2024-05-01T09:30:00.000Z',
      version: { updatedAt: '2024-05-01T09:30:00.000Z', tiebreak: 0 },
      lines: [{ kind: 'product', listPrice: '2.5' }, { kind: 'charge' }, { kind: 'note' }],
    });
  });

  it.each([
    [{ kind: 'order', externalId: '1' }, 'version: '],
    [{ kind: 'product', externalId: '', version, title: 'x' }, 'externalId: '],
    [{ kind: 'gadget' }, 'kind: '],
    [null, 'Invalid input'],
    [{ kind: 'refund', externalId: '1', version, at: 'yesterday', channel: { id: 'a', kind: 'app' } }, 'at: '],
  ])('refuses %j, naming the field', (input, expected) => {
    const reading = readRecord(input);
    expect(reading).toMatchObject({ outcome: 'refused', reason: expect.stringContaining(expected) });
  });

  it.each([
    ['there is no fistName; did you mean firstName?', { kind: 'customer', externalId: '1', version, fistName: 'Ann' }],
    ['addresses.0: there is no cuontry; did', { ...CUSTOMER, addresses: [{ city: 'Testville', cuontry: 'GB' }] }],
    [
      'version: there is no updated_at; did you mean updatedAt?',
      { ...CUSTOMER, version: { ...version, updated_at: '' } },
    ],
    ['lines.0: there is no prodcut; did you mean product?', lineWith({ prodcut: 'A' })],
    ['lines.0.discounts.0: there is no cod; did you mean code?', lineWith({ discounts: [{ amount: '1', cod: 'X' }] })],
    ['there is no custommer; did', { ...EVENT, custommer: '1' }],
    ['channel: there is no knd; did', { ...EVENT, channel: { id: 'a', kind: 'app', knd: 'app' } }],
    ['there is no adress; did', { ...CONSENT, adress: 'x' }],
    ['there is no colour; there are kind, externalId, version, title,', { ...PRODUCT, colour: 'red' }],
    ['there is no curency; did', { ...REFUND, curency: 'GBP' }],
    ['there is no externalID; did', { kind: 'deletion', of: 'order', externalId: '1', version, externalID: '1' }],
  ])('refuses a name that it does not know, also deep within: %s', (reason, input) => {
    expect(readRecord(input)).toMatchObject({ outcome: 'refused', reason: expect.stringContaining(reason) });
  });

  it('takes any name where names are the own of a source', () => {
    const any = { attributes: { fistName: 'x' }, metafields: { any: { thing: 1 } } };
    expect(readRecord({ ...CUSTOMER, ...any })).toMatchObject({ outcome: 'read', record: any });
    const properties = { prodcut: 'x' };
    expect(readRecord({ ...EVENT, properties })).toMatchObject({ outcome: 'read', record: { properties } });
  });

  it.each([
    ['externalId', { kind: 'product', externalId: 'tea \ud83d', version, title: 'x' }],
    ['title', { kind: 'product', externalId: '1', version, title: '\udc4d' }],
    ['attributes.note', { kind: 'customer', externalId: '1', version, attributes: { note: 'a\ud800b' } }],
    ['channel.id', { ...order(), channel: { id: '\ud800', kind: 'app' } }],
  ])(
    'refuses text that was cut within a character, with which nothing beside it could be stored: %s',
    (field, input) => {
      expect(readRecord(input)).toMatchObject({ reason: expect.stringContaining(`${field}: has half a character`) });
    },
  );

  it('takes characters that are two halves', () => {
    expect(readRecord({ kind: 'product', externalId: '👍', version, title: '👍🏽\n' })).toMatchObject({
      outcome: 'read',
    });
  });

  it('refuses times that the warehouse could not hold in some time zone, and says which it can', () => {
    const placed = (placedAt: string) => readRecord({ ...order(), placedAt });
    expect(placed('1900-01-01T04:59:59Z')).toMatchObject({ reason: expect.stringContaining('1900 to 2299') });
    expect(placed('0001-01-01T00:00:00Z')).toMatchObject({ reason: expect.stringContaining('1900 to 2299') });
    expect(placed('1900-01-02T00:00:00Z')).toMatchObject({ outcome: 'read' });
  });

  it('says what a wrong amount should look like, without repeating what may be personal', () => {
    const reading = readRecord({ ...order(), lines: [{ id: '1', quantity: '1', listPrice: '1e3' }] });
    expect(reading).toMatchObject({ reason: expect.stringContaining('lines.0.listPrice: is not a decimal number') });
  });

  it('takes what a source states of a customer, and coordinates that are on the globe', () => {
    const customer = (more: object) => readRecord({ kind: 'customer', externalId: 'c', version, ...more });
    const at = (latitude: string, longitude: string) => ({ addresses: [{ coordinates: { latitude, longitude } }] });
    const said = {
      accountStatus: 'ENABLED',
      companyIds: ['7'],
      createdByApp: '580111',
      metafields: { facts: { birth_date: '1990-05-01', likes: ['tea'] } },
      storeCredit: [{ id: 'a', balance: '12.50', currency: 'GBP', nextExpiry: '2024-06-01T00:00:00Z' }],
      ...at('-90', '179.999999'),
    };
    expect(customer(said)).toMatchObject({
      outcome: 'read',
      record: { ...said, storeCredit: [{ balance: '12.5', nextExpiry: '2024-06-01T00:00:00.000Z' }] },
    });
    for (const [wrong, field] of [
      [{ accountStatus: 'enabled' }, 'accountStatus: '],
      [at('90.000001', '0'), 'latitude: is not between -90 and 90'],
      [at('0', '-180.5'), 'longitude: is not between -180 and 180'],
      [at('0', '12°'), 'longitude: is not a decimal number'],
    ] as const) {
      expect(customer(wrong)).toMatchObject({ outcome: 'refused', reason: expect.stringContaining(field) });
    }
  });

  it('keeps a customer record as it was that states none of this', () => {
    const reading = readRecord({ kind: 'customer', externalId: 'c', version });
    expect(Object.keys(reading.outcome === 'read' ? reading.record : {}).sort()).toEqual([
      'accounts',
      'addresses',
      'attributes',
      'externalId',
      'guest',
      'kind',
      'tags',
      'version',
    ]);
  });

  it('refuses an order whose valid amounts add up to more than can be stored', () => {
    const line = { id: '1', quantity: '2000000', listPrice: '999999.99' };
    expect(readRecord({ ...order(), lines: [line] })).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('add up'),
    });
    const refund = { at: '2024-05-02T00:00:00Z', amount: '600000000000' };
    expect(
      readRecord({
        ...order(),
        refunds: [
          { id: '1', ...refund },
          { id: '2', ...refund },
        ],
      }),
    ).toMatchObject({ outcome: 'refused' });
    const tiny = {
      currency: 'EUR',
      total: '0.01',
      totalInShopCurrency: '100',
      refunds: [{ id: '1', ...refund, amount: '900000000' }],
    };
    expect(readRecord({ ...order(), ...tiny })).toMatchObject({ outcome: 'refused' });
  });
});

describe('what an order comes to', () => {
  it('adds lines, charges and discounts, and leaves notes out', () => {
    expect(orderTotal(order())).toBe('11.95');
    expect(orderTotal(order({ discounts: [{ amount: '2' }] }))).toBe('9.95');
    expect(orderDiscount(order({ discounts: [{ amount: '2' }] }))).toBe('2.5');
  });

  it('adds taxes only where prices do not contain them', () => {
    const taxed = { lines: [{ id: '1', quantity: '1', listPrice: '10', taxes: [{ title: 'VAT', amount: '2' }] }] };
    expect(orderTotal(order(taxed))).toBe('10');
    expect(orderTotal(order({ ...taxed, taxesIncluded: false }))).toBe('12');
  });

  it("prefers the source's own total, and knows no amount without a rate", () => {
    expect(orderTotal(order({ total: '99' }))).toBe('99');
    expect(orderTotalInShopCurrency(order({ currency: 'EUR' }), 'GBP')).toBeNull();
    expect(orderTotalInShopCurrency(order({ currency: 'EUR', totalInShopCurrency: '10.2' }), 'GBP')).toBe('10.2');
  });

  it('adds up refunds, also beyond the order, and converts them in proportion', () => {
    const refunds = [
      { id: 'r1', at: '2024-05-02T00:00:00Z', amount: '10' },
      { id: 'r2', at: '2024-05-03T00:00:00Z', amount: '13.9' },
    ];
    expect(nestedRefundTotal(order({ refunds }))).toBe('23.9');
    expect(
      nestedRefundTotalInShopCurrency(order({ refunds, currency: 'EUR', totalInShopCurrency: '23.9' }), 'GBP'),
    ).toBe('47.8');
    expect(nestedRefundTotalInShopCurrency(order({ refunds, currency: 'EUR' }), 'GBP')).toBeNull();
    expect(nestedRefundTotalInShopCurrency(order({ currency: 'EUR' }), 'GBP')).toBe(decimal('0'));
  });

  it('counts sales that were neither cancelled nor trials, and products with a quantity', () => {
    expect(isCounted(order())).toBe(true);
    expect(isCounted(order({ cancelledAt: '2024-05-02T00:00:00Z' }))).toBe(false);
    expect(isCounted(order({ test: true }))).toBe(false);
    expect(isCounted(order({ purpose: 'adjustment' }))).toBe(false);
    expect(order().lines.map(isPurchase)).toEqual([true, false, false]);
    expect(isPurchase({ ...order().lines[0]!, quantity: decimal('0') })).toBe(false);
  });
});

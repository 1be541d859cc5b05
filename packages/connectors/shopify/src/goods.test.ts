import { readRecord } from '@clientele/model';
import { expect, test } from 'vitest';
import { answering, listOf, moneyBag } from './answering.fixture.js';
import { decodeCheckout } from './checkout.js';
import { decodeProduct } from './product.js';
import { CHECKOUT } from './questions/checkout.js';
import { PRODUCT } from './questions/product.js';
import { API_VERSIONS } from './settings.js';

const SHIRT = {
  id: 'gid://shopify/Product/788032119674292922',
  createdAt: '2025-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
  title: 'Shirt',
  productType: 'Tops',
  vendor: 'Acme',
  tags: ['linen', 'summer'],
  category: { fullName: 'Apparel & Accessories > Clothing > Shirts & Tops' },
};

const LEFT = {
  id: 'gid://shopify/AbandonedCheckout/981820079255243537',
  createdAt: '2026-01-01T10:00:00Z',
  updatedAt: '2026-01-01T11:00:00Z',
  completedAt: null,
  customer: { id: 'gid://shopify/Customer/7' },
  totalPriceSet: moneyBag('398.00', 'USD'),
  lineItems: listOf(
    { id: 'gid://shopify/AbandonedCheckoutLineItem/1', quantity: 1, product: { id: 'gid://shopify/Product/10' } },
    { id: 'gid://shopify/AbandonedCheckoutLineItem/2', quantity: 1, product: { id: 'gid://shopify/Product/9' } },
    { id: 'gid://shopify/AbandonedCheckoutLineItem/3', quantity: 1, product: null },
  ),
};

test.each(API_VERSIONS)('a product of %s has its category, or else its type', (version) => {
  const [product] = decodeProduct(answering(version, PRODUCT, SHIRT));
  expect(product).toEqual({
    kind: 'product',
    externalId: '788032119674292922',
    version: { updatedAt: '2026-01-01T00:00:00.000Z' },
    title: 'Shirt',
    tags: ['linen', 'summer'],
    vendor: 'Acme',
    category: 'Apparel & Accessories > Clothing > Shirts & Tops',
  });
  const [plain] = decodeProduct(answering(version, PRODUCT, { ...SHIRT, category: null }));
  expect(plain).toMatchObject({ category: 'Tops' });
});

test.each(API_VERSIONS)('a checkout that was left is an event of %s, also where it was completed later', (version) => {
  const [event] = decodeCheckout(answering(version, CHECKOUT, LEFT));
  expect(readRecord(event)).toMatchObject({
    outcome: 'read',
    record: {
      externalId: '981820079255243537',
      name: 'checkout_abandoned',
      at: '2026-01-01T10:00:00.000Z',
      customer: '7',
      product: '9',
      properties: { total: 398, currency: 'USD', products: ['9', '10'] },
    },
  });
  const [recovered] = decodeCheckout(answering(version, CHECKOUT, { ...LEFT, completedAt: '2026-01-02T10:00:00Z' }));
  expect(recovered).toMatchObject({ properties: { recovered_at: '2026-01-02T10:00:00.000Z' } });
});

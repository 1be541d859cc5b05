import { sumDecimals } from '@clientele/model';
import type { AbandonedCheckout, CheckoutLine } from '../checkout.js';
import type { Branch, Company, Contact } from '../company.js';
import { connection } from '../connection.js';
import { typeFields } from '../context.js';
import { gid, type Id } from '../gid.js';
import { moneyBag } from '../money.js';
import { times } from '../order.js';
import type { Location } from '../place.js';
import type { Collection, Product, Variant } from '../product.js';
import type { Segment } from '../segment.js';
import { COLLECTIONS, ORDERS, PRODUCTS } from './listings.js';
import { METAFIELDS } from './metafields.js';

export const PRODUCT = typeFields<Product>('Product', {
  ...METAFIELDS,
  id: ({ id }) => gid('Product', id),
  legacyResourceId: ({ id }) => id,
  variants: ({ variants }, args, context, info) => connection(variants, {}, args, context, info),
  variantsCount: ({ variants }) => ({ count: variants.length, precision: 'EXACT' }),
  totalVariants: ({ variants }) => variants.length,
  collections: ({ id }, args, context, info) => {
    const within = [...context.shop.collections.values()].filter(({ products }) => products.includes(id));
    return connection(within, COLLECTIONS, args, context, info);
  },
  // The shop keeps no pictures.
  media: (_, args, context, info) => connection<{ id: Id }>([], {}, args, context, info),
  featuredImage: () => null,
  publishedAt: ({ status, createdAt }) => (status === 'ACTIVE' ? createdAt : null),
  onlineStoreUrl: () => null,
});

export const VARIANT = typeFields<Variant>('ProductVariant', {
  id: ({ id }) => gid('ProductVariant', id),
  legacyResourceId: ({ id }) => id,
  displayName: ({ title, product }, _, { shop }) => `${shop.products.get(product)?.title} - ${title}`,
  product: ({ product }, _, { shop }) => shop.products.get(product),
});

export const COLLECTION = typeFields<Collection>('Collection', {
  id: ({ id }) => gid('Collection', id),
  legacyResourceId: ({ id }) => id,
  products: ({ products }, args, context, info) => {
    const within = products.flatMap((id) => context.shop.products.get(id) ?? []);
    return connection(within, PRODUCTS, args, context, info);
  },
});

export const CHECKOUT = typeFields<AbandonedCheckout>('AbandonedCheckout', {
  id: ({ id }) => gid('AbandonedCheckout', id),
  abandonedCheckoutUrl: ({ id }, _, { shop }) => `https://${shop.facts.domain}/checkouts/ac/${id}/recover`,
  customer: ({ customer }, _, { shop }) => (customer === null ? null : (shop.customers.get(customer) ?? null)),
  lineItems: ({ lines, currency }, args, context, info) =>
    connection(
      lines.map((line) => ({ ...line, currency })),
      {},
      args,
      context,
      info,
    ),
  totalPriceSet: ({ lines, currency }) =>
    moneyBag(sumDecimals(lines.map(({ price, quantity }) => times(price, quantity))), inOne(currency)),
  discountCodes: () => [],
  customAttributes: () => [],
  taxesIncluded: () => true,
});

export const CHECKOUT_LINE = typeFields<CheckoutLine & { readonly currency: string }>('AbandonedCheckoutLineItem', {
  id: ({ id }) => gid('AbandonedCheckoutLineItem', id),
  product: ({ product }, _, { shop }) => (product === null ? null : (shop.products.get(product) ?? null)),
  originalUnitPriceSet: ({ price, currency }) => moneyBag(price, inOne(currency)),
  originalTotalPriceSet: ({ price, quantity, currency }) => moneyBag(times(price, quantity), inOne(currency)),
});

const inOne = (currency: string) => ({ currency, presentmentCurrency: currency, rate: '1' as never });

export const COMPANY = typeFields<Company>('Company', {
  id: ({ id }) => gid('Company', id),
  customerSince: ({ createdAt }) => createdAt,
  mainContact: ({ contacts }) => contacts[0] ?? null,
  contacts: ({ contacts }, args, context, info) => connection(contacts, {}, args, context, info),
  locations: ({ branches }, args, context, info) => connection(branches, {}, args, context, info),
  orders: ({ id }, args, context, info) => {
    const where = ({ company }: { readonly company: { readonly company: Id } | null }) => company?.company === id;
    return connection(context.shop.orders, { ...ORDERS, where }, args, context, info);
  },
});

export const COMPANY_LOCATION = typeFields<Branch>('CompanyLocation', {
  id: ({ id }) => gid('CompanyLocation', id),
  company: ({ company }, _, { shop }) => shop.companies.get(company),
  currency: (_, __, { shop }) => shop.facts.currency,
  externalId: () => null,
});

export const COMPANY_CONTACT = typeFields<Contact>('CompanyContact', {
  id: ({ id }) => gid('CompanyContact', id),
  company: ({ company }, _, { shop }) => shop.companies.get(company),
  customer: ({ customer }, _, { shop }) => shop.customers.get(customer),
  isMainContact: ({ company, id }, _, { shop }) => shop.companies.get(company)?.contacts[0]?.id === id,
});

export const LOCATION = typeFields<Location>('Location', {
  id: ({ id }) => gid('Location', id),
  legacyResourceId: ({ id }) => id,
  isPrimary: ({ id }, _, { shop }) => shop.locations.values().next().value?.id === id,
});

export const SEGMENT = typeFields<Segment>('Segment', {
  id: ({ id }) => gid('Segment', id),
});

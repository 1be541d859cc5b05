import type { AbandonedCheckout } from '../checkout.js';
import type { Company } from '../company.js';
import type { Listing } from '../connection.js';
import { type Customer, displayName } from '../customer.js';
import type { Id } from '../gid.js';
import type { Order } from '../order.js';
import type { Location } from '../place.js';
import type { Collection, Product } from '../product.js';
import type { Searched } from '../search.js';
import type { Segment } from '../segment.js';

const createdAt = (row: { readonly createdAt: number }) => row.createdAt;
const updatedAt = (row: { readonly updatedAt: number }) => row.updatedAt;
const title = (row: { readonly title: string }) => row.title.toLowerCase();
const name = (row: { readonly name: string }) => row.name.toLowerCase();
const ID: Searched<{ readonly id: Id }> = { kind: 'id', of: ({ id }) => id };
const CREATED: Searched<{ readonly createdAt: number }> = { kind: 'time', of: createdAt };
const UPDATED: Searched<{ readonly updatedAt: number }> = { kind: 'time', of: updatedAt };

/** By what the lists of the interface are sorted and searched. What is not here, Shopify may know and the fake does not. */
export const ORDERS: Listing<Order> = {
  sortKeys: {
    CREATED_AT: createdAt,
    UPDATED_AT: updatedAt,
    PROCESSED_AT: ({ processedAt }) => processedAt,
    ORDER_NUMBER: ({ number }) => number,
  },
  search: {
    id: ID,
    created_at: CREATED,
    updated_at: UPDATED,
    processed_at: { kind: 'time', of: ({ processedAt }) => processedAt },
    customer_id: { kind: 'id', of: ({ customer }) => customer },
    name: { kind: 'text', of: ({ number }) => [`#${number}`, String(number)] },
    email: { kind: 'text', of: ({ email }) => [email] },
    tag: { kind: 'text', of: ({ tags }) => tags },
    test: { kind: 'text', of: ({ test }) => [String(test)] },
    status: {
      kind: 'text',
      of: ({ cancelledAt, closedAt }) => [
        'any',
        cancelledAt === null ? (closedAt === null ? 'open' : 'closed') : 'cancelled',
      ],
    },
    source_name: { kind: 'text', of: ({ app }) => [app.sourceName] },
  },
};

export const CUSTOMERS: Listing<Customer> = {
  sortKeys: {
    CREATED_AT: createdAt,
    UPDATED_AT: updatedAt,
    NAME: (customer) => displayName(customer).toLowerCase(),
  },
  search: {
    id: ID,
    created_at: CREATED,
    updated_at: UPDATED,
    customer_date: CREATED,
    email: { kind: 'text', of: ({ email }) => [email] },
    phone: { kind: 'text', of: ({ phone }) => [phone] },
    tag: { kind: 'text', of: ({ tags }) => tags },
  },
};

export const PRODUCTS: Listing<Product> = {
  sortKeys: {
    CREATED_AT: createdAt,
    UPDATED_AT: updatedAt,
    TITLE: title,
    VENDOR: ({ vendor }) => vendor.toLowerCase(),
  },
  search: {
    id: ID,
    created_at: CREATED,
    updated_at: UPDATED,
    title: { kind: 'text', of: (row) => [row.title] },
    tag: { kind: 'text', of: ({ tags }) => tags },
    vendor: { kind: 'text', of: ({ vendor }) => [vendor] },
    status: { kind: 'text', of: ({ status }) => [status] },
  },
};

export const COLLECTIONS: Listing<Collection> = {
  sortKeys: { UPDATED_AT: updatedAt, TITLE: title },
  search: { id: ID, updated_at: UPDATED, title: { kind: 'text', of: (row) => [row.title] } },
};

export const CHECKOUTS: Listing<AbandonedCheckout> = {
  sortKeys: { CREATED_AT: createdAt },
  search: { id: ID, created_at: CREATED, updated_at: UPDATED },
};

export const COMPANIES: Listing<Company> = {
  sortKeys: { CREATED_AT: createdAt, UPDATED_AT: updatedAt, NAME: name },
  search: { id: ID, created_at: CREATED, updated_at: UPDATED, name: { kind: 'text', of: (row) => [row.name] } },
};

export const LOCATIONS: Listing<Location> = {
  sortKeys: { NAME: name },
  search: { id: ID, created_at: CREATED, name: { kind: 'text', of: (row) => [row.name] } },
  where: ({ isActive }) => isActive,
};

export const SEGMENTS: Listing<Segment> = {
  sortKeys: { CREATION_DATE: ({ creationDate }) => creationDate, LAST_EDIT_DATE: ({ lastEditDate }) => lastEditDate },
  search: { name: { kind: 'text', of: (row) => [row.name] } },
};

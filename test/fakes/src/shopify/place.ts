import type { Id } from './gid.js';
import type { Ms } from './time.js';

/** A place of the shop where things are kept or sold. */
export interface Location {
  readonly __typename: 'Location';
  readonly id: Id;
  readonly createdAt: Ms;
  updatedAt: Ms;
  name: string;
  isActive: boolean;
}

/** An app through which orders come: the online store, the till, or another. */
export interface SalesApp {
  readonly id: Id;
  readonly name: string;
  readonly handle: string;
  /** What `sourceName` says of its orders. */
  readonly sourceName: string;
}

export const ONLINE_STORE: SalesApp = { id: '580111', name: 'Online Store', handle: 'online_store', sourceName: 'web' };
export const TILL: SalesApp = { id: '129785', name: 'Point of Sale', handle: 'pos', sourceName: 'pos' };
export const DRAFTS: SalesApp = {
  id: '1354745',
  name: 'Draft Orders',
  handle: 'draft_orders',
  sourceName: 'shopify_draft_order',
};

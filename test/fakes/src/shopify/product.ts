import type { Decimal } from '@clientele/model';
import type { Id } from './gid.js';
import type { Metafield } from './metafield.js';
import type { Ms } from './time.js';

export interface Variant {
  readonly __typename: 'ProductVariant';
  readonly id: Id;
  readonly product: Id;
  title: string;
  sku: string | null;
  price: Decimal;
}

export interface Product {
  readonly __typename: 'Product';
  readonly id: Id;
  readonly createdAt: Ms;
  updatedAt: Ms;
  title: string;
  handle: string;
  status: 'ACTIVE' | 'ARCHIVED' | 'DRAFT';
  vendor: string;
  productType: string;
  tags: readonly string[];
  isGiftCard: boolean;
  /** Of Shopify's taxonomy. */
  category: { readonly __typename: 'TaxonomyCategory'; readonly id: string; readonly fullName: string } | null;
  variants: readonly Variant[];
  metafields: readonly Metafield[];
}

export interface Collection {
  readonly __typename: 'Collection';
  readonly id: Id;
  updatedAt: Ms;
  title: string;
  handle: string;
  products: readonly Id[];
}

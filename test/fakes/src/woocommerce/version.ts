/** What the two recorded versions of WooCommerce do differently. */
export interface Version {
  readonly name: '7.9.0' | '11.0.1';
  readonly wordpress: string;
  /**
   * Orders lie in tables of their own, not among posts. Then ties come in the order of their ids; an empty page says that
   * there is nothing at all; deleting a customer saves the customer's orders; and a trashed order keeps no slug.
   */
  readonly orderTables: boolean;
  /** Links say which methods they take, and orders have one to their e-mails. */
  readonly richLinks: boolean;
  /** Lines have a global unique id, shipping lines a tax status, refunds their tax and type. */
  readonly newerFields: boolean;
  /** Taxes of a line are rounded to the decimals of the shop. */
  readonly roundedTaxes: boolean;
  readonly payPath: string;
  readonly avatarHash: 'md5' | 'sha256';
  /** A customer who is not there is answered before the methods allowed are known. */
  readonly unknownCustomer: { readonly code: string; readonly message: string; readonly allow: boolean };
}

export const VERSIONS = {
  '7.9.0': {
    name: '7.9.0',
    wordpress: '6.1.9',
    orderTables: false,
    richLinks: false,
    newerFields: false,
    roundedTaxes: false,
    payPath: 'checkout/order-pay',
    avatarHash: 'md5',
    unknownCustomer: { code: 'woocommerce_rest_invalid_id', message: 'Invalid resource ID.', allow: true },
  },
  '11.0.1': {
    name: '11.0.1',
    wordpress: '7.1',
    orderTables: true,
    richLinks: true,
    newerFields: true,
    roundedTaxes: true,
    payPath: 'order-pay',
    avatarHash: 'sha256',
    unknownCustomer: { code: 'wc_user_invalid_id', message: 'Invalid user ID.', allow: false },
  },
} as const satisfies Record<string, Version>;

export type VersionName = keyof typeof VERSIONS;

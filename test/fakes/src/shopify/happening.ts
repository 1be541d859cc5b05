import type { AbandonedCheckout } from './checkout.js';
import type { Customer } from './customer.js';
import type { Id } from './gid.js';
import type { Order, Refund, Transaction } from './order.js';
import type { Product } from './product.js';

/** What happened, for webhooks: the topic as they name it, and the thing as it is now. */
export type Happening =
  | { readonly topic: 'orders/create' | 'orders/updated' | 'orders/paid' | 'orders/cancelled'; readonly about: Order }
  | { readonly topic: 'orders/delete' | 'customers/delete' | 'products/delete'; readonly about: { readonly id: Id } }
  | {
      readonly topic: 'orders/edited';
      readonly about: Order;
      readonly added: readonly Change[];
      readonly removed: readonly Change[];
    }
  | { readonly topic: 'refunds/create'; readonly about: Refund }
  | { readonly topic: 'order_transactions/create'; readonly about: Transaction }
  | { readonly topic: 'customers/create' | 'customers/update'; readonly about: Customer }
  | { readonly topic: 'customers/merge'; readonly kept: Id; readonly deleted: Id }
  | { readonly topic: 'customers/purchasing_summary'; readonly about: Customer }
  | {
      readonly topic: 'customer.tags_added' | 'customer.tags_removed';
      readonly about: Customer;
      readonly tags: readonly string[];
    }
  | {
      readonly topic: 'customers_email_marketing_consent/update' | 'customers_marketing_consent/update';
      readonly about: Customer;
    }
  | { readonly topic: 'products/create' | 'products/update'; readonly about: Product }
  | { readonly topic: 'checkouts/create' | 'checkouts/update'; readonly about: AbandonedCheckout };

/** So many pieces more or less of a line. */
export interface Change {
  readonly line: Id;
  readonly delta: number;
}

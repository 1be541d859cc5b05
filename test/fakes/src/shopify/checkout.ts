import type { Decimal } from '@clientele/model';
import type { Id } from './gid.js';
import type { Ms } from './time.js';

/** A checkout that somebody left before paying. */
export interface AbandonedCheckout {
  readonly __typename: 'AbandonedCheckout';
  readonly id: Id;
  readonly name: string;
  readonly createdAt: Ms;
  updatedAt: Ms;
  completedAt: Ms | null;
  readonly customer: Id | null;
  readonly email: string | null;
  readonly currency: string;
  readonly lines: readonly CheckoutLine[];
}

export interface CheckoutLine {
  readonly __typename: 'AbandonedCheckoutLineItem';
  readonly id: Id;
  readonly product: Id | null;
  readonly title: string;
  readonly sku: string | null;
  readonly quantity: number;
  readonly price: Decimal;
}

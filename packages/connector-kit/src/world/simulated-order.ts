import {
  addDecimals,
  compareDecimals,
  type Decimal,
  fromMillionths,
  multiplyDecimals,
  subtractDecimals,
  sumDecimals,
  toMillionths,
  ZERO,
} from '@clientele/model';
import { currencyDecimals } from '../reading/money.js';
import type { Refunding } from './world.js';

export interface SimulatedLine {
  readonly id: string;
  readonly product: string;
  readonly title: string;
  readonly quantity: number;
  readonly price: Decimal;
}

export interface SimulatedRefund {
  readonly id: string;
  readonly atMs: number;
  readonly amount: Decimal;
}

export interface SimulatedOrder {
  readonly kind: 'order';
  readonly id: string;
  readonly placedMs: number;
  /** The change time that the platform shows, in whole ticks of its clock. */
  readonly changedMs: number;
  /** Undefined for a guest. */
  readonly customer: string | undefined;
  readonly email: string;
  readonly currency: string;
  readonly lines: readonly SimulatedLine[];
  readonly isPaid: boolean;
  readonly refunds: readonly SimulatedRefund[];
  readonly isTrashed: boolean;
}

export interface SimulatedCustomer {
  readonly kind: 'customer';
  readonly id: string;
  readonly createdMs: number;
  readonly changedMs: number;
  readonly email: string;
  readonly firstName: string;
}

export function totalOf({ lines }: SimulatedOrder): Decimal {
  return sumDecimals(lines.map(({ quantity, price }) => multiplyDecimals(price, String(quantity) as Decimal)));
}

export function refundedOf({ refunds }: SimulatedOrder): Decimal {
  return sumDecimals(refunds.map(({ amount }) => amount));
}

/** The amount of another refund: a part of what is left, all of it, the same again, or more than there ever was. */
export function refundAmount(order: SimulatedOrder, how: Refunding): Decimal {
  const total = totalOf(order);
  const left = subtractDecimals(total, refundedOf(order));
  const smallest = fromMillionths(10n ** BigInt(6 - currencyDecimals(order.currency)));
  if (how === 'over') return addDecimals(total, smallest);
  if (how === 'again') return order.refunds.at(-1)?.amount ?? smallest;
  if (compareDecimals(left, ZERO) <= 0) return smallest;
  return how === 'full' ? left : halfOf(left, smallest);
}

function halfOf(amount: Decimal, smallest: Decimal): Decimal {
  const unit = toMillionths(smallest);
  return fromMillionths((toMillionths(amount) / (2n * unit) + 1n) * unit);
}

import type { Instant } from '@clientele/model';
import type { PlainProfile } from '@clientele/segmentation';
import type { RandomShop } from './random-shop.js';

/** A shop of which the past can be told: a refund comes after its order, and one at most of an order in another currency. */
export function withPast(shop: RandomShop): RandomShop {
  return {
    ...shop,
    frozen: new Map(),
    profiles: shop.profiles.map((profile) => ({
      ...profile,
      orders: profile.orders.map((order) => ({
        ...order,
        refunds: order.refunds
          .slice(0, order.currency === shop.currency ? undefined : 1)
          .map((refund) => ({ ...refund, at: refund.at < order.placedAt ? order.placedAt : refund.at })),
      })),
    })),
  };
}

/** The same shop with what was known of it at an instant. */
export function shopThen(shop: RandomShop, now: Instant): RandomShop {
  return { ...shop, now, profiles: shop.profiles.flatMap((profile) => profileThen(profile, now) ?? []) };
}

/** Undefined of whom all that has a date came later. */
function profileThen(profile: PlainProfile, now: Instant): PlainProfile | undefined {
  const dates = [
    ...profile.orders.map(({ placedAt }) => placedAt),
    ...[...profile.refunds, ...profile.consents, ...profile.events].map(({ at }) => at),
    ...profile.customers.flatMap(({ createdAt }) => createdAt ?? []),
  ];
  if (dates.length > 0 && dates.every((at) => at > now)) return undefined;
  const known = <T extends { readonly at: Instant }>(records: readonly T[]) => records.filter(({ at }) => at <= now);
  return {
    ...profile,
    orders: profile.orders
      .filter(({ placedAt }) => placedAt <= now)
      .map((order) => ({ ...order, refunds: known(order.refunds) })),
    refunds: known(profile.refunds),
    consents: known(profile.consents),
    events: known(profile.events),
  };
}

import type { Brand } from './brand.js';
import type { Day } from './day.js';
import type { Instant } from './instant.js';
import type { TimeZone } from './time-zone.js';

export type ShopId = Brand<string, 'ShopId'>;
export type ProfileId = Brand<string, 'ProfileId'>;
export type SegmentId = Brand<string, 'SegmentId'>;

const SHOP_ID = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** One merchant's business; everything belongs to exactly one. */
export interface Shop {
  readonly id: ShopId;
  readonly name: string;
  /** ISO 4217 code; all aggregates of the shop are in it. */
  readonly currency: string;
  readonly timeZone: TimeZone;
  /** For demonstrations on old data: the day at which this shop's clock stands. Null means the real time. */
  readonly clock: Day | null;
  /** True for a shop whose people were made up by a generator; pages say so. */
  readonly generated: boolean;
  readonly createdAt: Instant;
}

/** Lower-case letters, digits and hyphens, at most 63, starting with a letter or digit. */
export function parseShopId(text: string): ShopId | undefined {
  return SHOP_ID.test(text) ? (text as ShopId) : undefined;
}

/** Like {@link parseShopId} for text known to be an id; throws a RangeError otherwise. */
export function shopId(text: string): ShopId {
  const parsed = parseShopId(text);
  if (parsed === undefined) throw new RangeError(`'${text}' is not a shop id: lower-case letters, digits and hyphens`);
  return parsed;
}

import { ORDER_STATUSES, type Order, type OrderStatus } from './order.js';
import type { Seconds } from './site.js';
import type { Version } from './version.js';

const STATUS = '_wp_trash_meta_status';
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** What WordPress notes about an order that it trashes, by key. */
export function trashMeta(
  order: Order,
  version: Version,
  now: Seconds,
  others: readonly Iterable<Order>[],
): readonly (readonly [key: string, value: string])[] {
  const meta = [
    [STATUS, `wc-${order.status}`],
    ['_wp_trash_meta_time', String(now)],
  ] as const;
  return version.orderTables ? meta : [...meta, ['_wp_desired_post_slug', slugOf(order, others)]];
}

export function statusBeforeTrash(order: Order): OrderStatus {
  const former = order.meta_data.find(({ key }) => key === STATUS)?.value;
  return ORDER_STATUSES.find((status) => former === `wc-${status}`) ?? 'pending';
}

/** The slug of an order that is a post: the minute it was made in, and which of that minute it is. */
function slugOf({ id, created }: Order, others: readonly Iterable<Order>[]): string {
  const minute = (time: Seconds) => Math.floor(time / 60);
  let place = 1;
  for (const orders of others) {
    for (const other of orders) if (other.id < id && minute(other.created) === minute(created)) place += 1;
  }
  const at = new Date(created * 1000);
  const two = (number: number) => String(number).padStart(2, '0');
  const hour = at.getUTCHours();
  const day = `${MONTHS[at.getUTCMonth()]}-${two(at.getUTCDate())}-${at.getUTCFullYear()}`;
  const time = `${two(((hour + 11) % 12) + 1)}${two(at.getUTCMinutes())}-${hour < 12 ? 'am' : 'pm'}`;
  return `order-${day}-${time}${place === 1 ? '' : `-${place}`}`;
}

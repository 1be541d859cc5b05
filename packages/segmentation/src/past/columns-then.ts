import { CHANNEL_KINDS } from '@clientele/model';
import { CATALOGUE } from '../catalogue/catalogue.js';
import { CONSENT_PRECEDENCE } from '../catalogue/consents.js';
import { EVENT_CODES } from '../catalogue/events.js';
import type { StoredColumn } from '../catalogue/stored-column.js';

/**
 * What the columns of `profiles` were at an instant, as SQL over the columns of now, named `p.…`, and {@link COUNTS_THEN}.
 * What has no dated history is as it is now.
 */
export function columnThen(name: string): string {
  const column = COLUMNS.get(name);
  if (column === undefined) return `p.${name}`;
  const summary = SUMMARIES[name];
  if (summary !== undefined) return `CAST(${summary} AS ${column.type})`;
  const rows = rowsThen(name);
  if (rows === undefined && column.from !== 'customers') throw new Error(`nothing says what ${name} was at an instant`);
  return rows ?? `p.${name}`;
}

/** The same of a column of rows: those of then; undefined of any other. */
function rowsThen(name: string): string | undefined {
  if (name.startsWith('nested_refund_'))
    return `arrayFilter((_, at) -> at <= p.then_at, p.${name}, p.nested_refund_at)`;
  const [, count] = Object.entries(ROWS).find(([prefix]) => name.startsWith(prefix)) ?? [];
  const isOfRows = COLUMNS.get(name)?.type.startsWith('Array(');
  return count === undefined || !isOfRows ? undefined : `arraySlice(p.${name}, 1, p.${count})`;
}

const COLUMNS: ReadonlyMap<string, StoredColumn> = new Map(CATALOGUE.columns.map((column) => [column.name, column]));

/** How many of the rows, which are in the order of time, there were then, by how their columns begin. */
const ROWS = {
  order_: 'orders_then',
  purchase_: 'purchases_then',
  refund_document_: 'documents_then',
  event_: 'events_then',
} as const;

/** The same as SQL over columns of `profiles` beside `then_at`. */
export const COUNTS_THEN: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(ROWS).map(([prefix, name]) => [name, `toUInt32(arrayCount(at -> at <= then_at, ${prefix}at))`]),
);

/** The columns that are rows, one each, in the order of time. */
export const TIMES = Object.keys(ROWS).map((prefix) => `${prefix}at`);

const then = (column: string) => rowsThen(column) ?? `p.${column}`;
const sum = (column: string) => `arraySum(${then(column)})`;
const count = (column: string) => `arrayCount(each -> each, ${then(column)})`;
const known = (amount: string, hasAmount: string) =>
  `arrayFilter((_, has) -> has, ${then(amount)}, ${then(hasAmount)})`;

const BY_NAME = [...CHANNEL_KINDS].sort();
const NAMES = (kinds: readonly string[]) => `[${kinds.map((kind) => `'${kind}'`).join(', ')}]`;
const ORDERS_BY_CHANNEL = `arrayMap(code -> countEqual(${then('order_channel')}, code), [${BY_NAME.map(
  (kind) => CHANNEL_KINDS.indexOf(kind) + 1,
).join(', ')}])`;

const ABANDONED = EVENT_CODES.indexOf('checkout_abandoned') + 1;
const LAST_ABANDONED = `arrayLastIndex(name -> name = ${ABANDONED}, ${then('event_name')})`;
const ANY_ORDER = 'p.orders_then > 0';

/** The state that goes first among those of the newest consents of each connection and address, of the rows of {@link CONSENT_ROW}. */
function consentThen(channel: string): string {
  const then = 'arrayReverse(arrayFilter(consent -> consent.2 <= p.then_at, p.consent_rows))';
  const newest = `arrayFilter((consent, nth) -> nth = 1 AND consent.4 = '${channel}', ${then} AS ${channel}_then, arrayEnumerateUniq(${channel}_then.3))`;
  return `if(empty(${newest} AS ${channel}_newest), 0, arrayMin(${channel}_newest.5))`;
}

/** A consent with what orders those of one address, its instant, whose it is, its channel and its state by precedence. */
export const CONSENT_ROW =
  '((version, external_id), at, cityHash64(connection, channel, address), toString(channel), ' +
  `toUInt8(indexOf([${CONSENT_PRECEDENCE.map((state) => `'${state}'`).join(', ')}], toString(state))))`;

export const CONSENT_ROW_TYPE = "Tuple(Tuple(UInt128, String), DateTime64(3, 'UTC'), UInt64, String, UInt8)";

/** Columns that are no rows, and follow from rows. */
const SUMMARIES: Readonly<Record<string, string>> = {
  number_of_orders: 'p.orders_then',
  discounted_orders: count('order_discounted'),
  gift_orders: count('order_gift'),
  first_order_at: `${then('order_at')}[1]`,
  first_order_day: `${then('order_day')}[1]`,
  last_order_at: 'p.order_at[p.orders_then]',
  last_order_day: 'p.order_day[p.orders_then]',
  amount_spent: sum('order_amount'),
  orders_with_amount: count('order_has_amount'),
  largest_order_amount: `arrayMax(arrayPushFront(${known('order_amount', 'order_has_amount')} AS amounts, amounts[1]))`,
  refunded_in_orders: `if(arrayAll(at -> at <= p.then_at, p.nested_refund_at) AND p.orders_then = length(p.order_at), p.refunded_in_orders, ${sum('nested_refund_amount')})`,
  refunded_by_documents: sum('refund_document_amount'),
  channels: `arrayReduce('groupBitOr', arrayMap(code -> bitShiftLeft(toUInt32(1), code - 1), ${then('order_channel')}))`,
  first_channel: `if(${ANY_ORDER}, ${NAMES(CHANNEL_KINDS)}[p.order_channel[1]], '')`,
  usual_channel: `if(${ANY_ORDER}, ${NAMES(BY_NAME)}[indexOf(${ORDERS_BY_CHANNEL} AS by_channel, arrayMax(by_channel))], '')`,
  units_purchased: sum('order_units'),
  distinct_products: `length(arrayDistinct(arrayFilter(id -> id != '', ${then('purchase_product')})))`,
  purchases: 'p.purchases_then',
  abandoned_checkouts: `countEqual(${then('event_name')}, ${ABANDONED})`,
  abandoned_checkout_at: `p.event_at[${LAST_ABANDONED}]`,
  abandoned_checkout_day: `p.event_day[${LAST_ABANDONED}]`,
  email_subscription_status: consentThen('email'),
  sms_subscription_status: consentThen('sms'),
};

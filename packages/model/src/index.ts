export type { Brand } from './brand.js';
export {
  addToDay,
  type Day,
  type DayUnit,
  day,
  dayNumber,
  dayOfNumber,
  daysBetween,
  FIRST_DAY,
  LAST_DAY,
  parseDay,
} from './day.js';
export {
  addDecimals,
  compareDecimals,
  DECIMAL_DIGITS,
  DECIMAL_PLACES,
  type Decimal,
  decimal,
  decimalSum,
  fromMillionths,
  multiplyDecimals,
  negateDecimal,
  parseDecimal,
  subtractDecimals,
  sumDecimals,
  toMillionths,
  ZERO,
} from './decimal.js';
export { type Instant, instant, instantOfMs, msOfInstant, parseInstant } from './instant.js';
export { nearest } from './nearest.js';
export { anonymousOrder, anonymousRefund } from './records/anonymous.js';
export { CHANNEL_KINDS, type Channel, type ChannelKind } from './records/channel.js';
export {
  CONSENT_CHANNELS,
  CONSENT_STATES,
  type ConsentChannel,
  type ConsentRecord,
  type ConsentState,
} from './records/consent.js';
export {
  ACCOUNT_STATUSES,
  type CustomerRecord,
  PRODUCT_SUBSCRIPTION_STATUSES,
  SPEND_TIERS,
  type StoreCredit,
} from './records/customer.js';
export { type DeletionRecord, RECORD_KINDS, type RecordKind } from './records/deletion.js';
export type { EventRecord } from './records/event.js';
export { isStated, statedDate, statedNumber, subjectOf } from './records/event-facts.js';
export { EVENT_NAMES, type EventName } from './records/event-names.js';
export type { Address, Version } from './records/fields.js';
export type { NestedRefund, OrderLine, OrderRecord } from './records/order.js';
export {
  isCounted,
  isPurchase,
  lineListTotal,
  lineTotal,
  nestedRefundAmounts,
  nestedRefundTotal,
  nestedRefundTotalInShopCurrency,
  orderDiscount,
  orderDiscountInShopCurrency,
  orderTotal,
  orderTotalInShopCurrency,
  type PurchaseAmounts,
  purchaseAmounts,
  refundInShopCurrency,
} from './records/order-facts.js';
export type { ProductRecord } from './records/product.js';
export { type RecordInput, type RecordReading, readRecord, type SourceRecord } from './records/record.js';
export type { RefundRecord } from './records/refund.js';
export type { Refused } from './refused.js';
export { type ProfileId, parseShopId, type SegmentId, type Shop, type ShopId, shopId } from './shop.js';
export {
  dayOf,
  hourOf,
  instantOf,
  type LocalDateTime,
  localDateTimeOf,
  parseLocalDateTime,
  parseTimeZone,
  startOfDay,
  type TimeZone,
  timeZone,
} from './time-zone.js';
export { unreachable } from './unreachable.js';

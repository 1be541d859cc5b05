export type { AppFacts, TokenAnswer } from './shopify/app.js';
export type { BulkHabits, BulkOperation } from './shopify/bulk.js';
export type { Consent, Customer as ShopifyCustomer } from './shopify/customer.js';
export { adminAccess, adminSchemaText, shopifySample } from './shopify/described.js';
export {
  type RunningShopify,
  ShopifyFake,
  type ShopifyLogged,
  type ShopifyOptions,
  startShopify,
} from './shopify/fake.js';
export { type Filled, type Filling, fillShop } from './shopify/fill.js';
export { gid } from './shopify/gid.js';
export type { Order as ShopifyOrder, Refund as ShopifyRefund } from './shopify/order.js';
export { type Totals, totalsOf } from './shopify/order.js';
export { ONLINE_STORE, type SalesApp, TILL } from './shopify/place.js';
export type {
  LineWish,
  OrderWish as ShopifyOrderWish,
  RefundWish as ShopifyRefundWish,
  Shop as ShopifyShop,
  ShopFacts,
} from './shopify/shop.js';
export { API_VERSIONS, type ApiVersion } from './shopify/version.js';
export type { Answer } from './wire/answer.js';
export type { Delivery, DeliveryFaults, Send } from './wire/deliveries.js';
export type { Fault, FaultPlan, Faults, RateLimit } from './wire/faults.js';
export { fetchOf, type Listening, type Outcome, type Platform, type WireRequest } from './wire/wire.js';
export type { CustomerBody } from './woocommerce/customer.js';
export {
  CREDENTIALS,
  type FakeOptions,
  type Logged,
  type RunningWooCommerce,
  startWooCommerce,
  type Truth,
  WooCommerceFake,
} from './woocommerce/fake.js';
export type { Credentials } from './woocommerce/interface.js';
export type { Order, OrderBody, OrderStatus, Refund } from './woocommerce/order.js';
export type { OrderWish } from './woocommerce/place-order.js';
export type { ProductBody } from './woocommerce/product.js';
export { RECORDED_SITES, restoreRecorded } from './woocommerce/recorded-shop.js';
export {
  type Exchange,
  type RecordedDeliveries,
  type RecordedDelivery,
  recordedDeliveries,
  recordedExchanges,
} from './woocommerce/recordings.js';
export { type Seeding, seedShop, tie } from './woocommerce/seed.js';
export {
  type CustomerWish,
  type ProductWish,
  type RefundWish,
  type Shop,
  TOPICS,
  type Topic,
} from './woocommerce/shop.js';
export { VERSIONS, type VersionName } from './woocommerce/version.js';
export type { Subscription, Webhooks } from './woocommerce/webhooks.js';

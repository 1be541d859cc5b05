export type { Answer } from './woocommerce/answer.js';
export type { CustomerBody } from './woocommerce/customer.js';
export { CREDENTIALS, type FakeOptions, type Logged, type Truth, WooCommerceFake } from './woocommerce/fake.js';
export type { Fault, FaultPlan, Faults, RateLimit } from './woocommerce/faults.js';
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
export type { Delivery, DeliveryFaults, Send, Subscription, Webhooks } from './woocommerce/webhooks.js';
export { fetchOf, type RunningWooCommerce, startWooCommerce } from './woocommerce/wire.js';

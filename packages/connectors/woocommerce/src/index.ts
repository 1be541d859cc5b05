export { decodeCustomer } from './customer.js';
export type { Decoded } from './decoded.js';
export { CHANNEL, decodeOrder } from './order.js';
export { decodeProduct } from './product.js';

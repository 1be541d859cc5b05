import { cdnow } from './cdnow.js';
import { CLIENTELE } from './clientele.js';
import type { TableFormat } from './format.js';
import { onlineRetail } from './online-retail.js';
import { shopifyOrders } from './shopify-orders.js';

export const TABLE_FORMATS: readonly TableFormat[] = [onlineRetail, cdnow, shopifyOrders];

/** The named formats, for help and lists. */
export const FORMATS: readonly { readonly name: string; readonly summary: string }[] = [
  ...TABLE_FORMATS.map(({ name, summary }) => ({ name, summary })),
  CLIENTELE,
];

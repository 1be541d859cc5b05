import type { TypeFields } from '../context.js';
import { BULK_OPERATION } from './bulk-operation.js';
import * as catalogue from './catalogue.js';
import * as customer from './customer.js';
import { METAFIELD, METAFIELD_DEFINITION } from './metafields.js';
import { MUTATION } from './mutation.js';
import * as order from './order.js';
import { QUERY, SHOP } from './query.js';
import { WEBHOOK_SUBSCRIPTION } from './webhook-subscription.js';

/** Of each type that the fake knows, how its fields are answered. */
export const TYPE_FIELDS: readonly TypeFields[] = [
  QUERY,
  MUTATION,
  SHOP,
  customer.CUSTOMER,
  customer.EMAIL_ADDRESS,
  customer.PHONE_NUMBER,
  customer.MAILING_ADDRESS,
  order.ORDER,
  order.LINE_ITEM,
  order.TAX_LINE,
  order.SHIPPING_LINE,
  order.TRANSACTION,
  order.REFUND,
  order.REFUND_LINE_ITEM,
  order.RETURN,
  order.RETURN_LINE_ITEM,
  catalogue.PRODUCT,
  catalogue.VARIANT,
  catalogue.COLLECTION,
  catalogue.CHECKOUT,
  catalogue.CHECKOUT_LINE,
  catalogue.COMPANY,
  catalogue.COMPANY_LOCATION,
  catalogue.COMPANY_CONTACT,
  catalogue.LOCATION,
  catalogue.SEGMENT,
  METAFIELD,
  METAFIELD_DEFINITION,
  BULK_OPERATION,
  WEBHOOK_SUBSCRIPTION,
];

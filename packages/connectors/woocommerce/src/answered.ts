import { fromMillionths } from '@clientele/model';
import { z } from 'zod';

// How WooCommerce answers, as far as it is read. Plug-ins turn texts into numbers, leave fields out, or write null and
// "" for what is not there: all of these are read. What is not here is passed over.

/** Text that says something; a number is its digits. */
const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) =>
    value === null || value === undefined || String(value).trim() === '' ? undefined : String(value),
  );

/** A number of WooCommerce's own; 0 stands for nothing. */
const id = z.coerce.number().int().min(0).default(0);

const DECIMAL_FORM = /^-?\d+(\.\d+)?$/;

/**
 * An amount or quantity, as text or number, to six decimals: taxes are kept unrounded and may have more. "" is 0, as
 * WooCommerce means it.
 */
const amount = z.union([z.string(), z.number()]).transform((value, context) => {
  const written = typeof value === 'number' ? value.toFixed(6) : value.trim() === '' ? '0' : value.trim();
  if (!DECIMAL_FORM.test(written)) {
    context.addIssue({ code: 'custom', message: 'is not an amount' });
    return z.NEVER;
  }
  const [whole = '0', fraction = ''] = written.replace('-', '').split('.');
  const millionths = BigInt(whole + fraction.slice(0, 6).padEnd(6, '0')) + (Number(fraction[6] ?? 0) >= 5 ? 1n : 0n);
  return fromMillionths(written.startsWith('-') ? -millionths : millionths);
});

/** A time of a `_gmt` field, which is UTC without saying so. */
const gmt = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z?$/, 'is not a time such as 2026-11-21T20:38:05');
const instant = gmt.transform((written) => (written.endsWith('Z') ? written : `${written}Z`));

/** A list; PHP writes one that has names as an object, and an empty object as []. */
const list = <Item extends z.ZodType>(item: Item) =>
  z.preprocess((value) => (value === null || value === undefined || value === '' ? [] : value), z.array(item));

/** An object whose fields may all be missing. */
const object = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.preprocess(
    (value) => (value === null || value === undefined || Array.isArray(value) ? {} : value),
    z.object(shape),
  );

const address = object({
  first_name: text,
  last_name: text,
  company: text,
  address_1: text,
  address_2: text,
  city: text,
  state: text,
  postcode: text,
  country: text,
  email: text,
  phone: text,
});
export type AnsweredAddress = z.output<typeof address>;

const meta = list(z.object({ key: z.unknown(), value: z.unknown() }));
const lineTaxes = list(z.object({ id, total: amount.nullish() }));

const line = z.object({
  id,
  name: text,
  product_id: id,
  variation_id: id,
  quantity: amount,
  subtotal: amount,
  total: amount,
  total_tax: amount.prefault('0'),
  taxes: lineTaxes,
  sku: text,
  meta_data: meta,
});
export type AnsweredLine = z.output<typeof line>;

/** A line that is money beside the products: postage, a fee. */
const charge = z.object({ id, name: text, method_title: text, total: amount, taxes: lineTaxes });
export type AnsweredCharge = z.output<typeof charge>;

/** A refund, in an answer of its own. */
export const answeredRefund = z.object({
  id,
  date_created_gmt: instant,
  amount,
  line_items: list(line),
});
export type AnsweredRefund = z.output<typeof answeredRefund>;

/** A refund as an order has it: less than half of it. */
const refundInOrder = z.object({ id, total: amount, date_created_gmt: z.undefined().optional() });

export const answeredOrder = z.object({
  id: id.refine((value) => value > 0, 'is missing'),
  number: text,
  status: z.string(),
  currency: z.string(),
  date_created_gmt: instant,
  date_modified_gmt: instant.nullish(),
  customer_id: id,
  billing: address,
  shipping: address,
  total: amount,
  line_items: list(line),
  shipping_lines: list(charge),
  fee_lines: list(charge),
  tax_lines: list(z.object({ rate_id: id, label: text, rate_percent: amount.nullish() })),
  coupon_lines: list(z.object({ code: text })),
  refunds: list(z.union([answeredRefund, refundInOrder])),
});
export type AnsweredOrder = z.output<typeof answeredOrder>;

export const answeredCustomer = z.object({
  id: id.refine((value) => value > 0, 'is missing'),
  date_created_gmt: instant,
  date_modified_gmt: instant.nullish(),
  email: text,
  first_name: text,
  last_name: text,
  role: text,
  billing: address,
  shipping: address,
});

const named = list(z.object({ name: text, slug: text }));

export const answeredProduct = z.object({
  id: id.refine((value) => value > 0, 'is missing'),
  name: text,
  status: z.string(),
  sku: text,
  date_created_gmt: instant.nullish(),
  date_modified_gmt: instant,
  categories: named,
  tags: named,
  brands: named,
});

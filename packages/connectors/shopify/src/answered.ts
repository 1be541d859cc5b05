import { money } from '@clientele/connector-kit';
import { parseInstant } from '@clientele/model';
import { z } from 'zod';
import { gid } from './gid.js';

// How Shopify answers our questions, as far as it is read.

/** Text that says something. */
export const text = z
  .string()
  .nullish()
  .transform((value) => (value === null || value === undefined || value.trim() === '' ? undefined : value));

export const time = z.string().transform((written, context) => {
  const read = parseInstant(written);
  if (read !== undefined) return read;
  context.addIssue({ code: 'custom', message: 'is no date and time' });
  return z.NEVER;
});

/** A decimal number as Shopify writes it: as text. */
export const decimalText = z.string().transform((written, context) => {
  try {
    return money(written);
  } catch {
    context.addIssue({ code: 'custom', message: 'is no amount' });
    return z.NEVER;
  }
});

/** An amount in the shop's currency. */
export const shopMoney = z
  .object({ shopMoney: z.object({ amount: decimalText }) })
  .transform((bag) => bag.shopMoney.amount);

export const reference = z
  .object({ id: gid })
  .nullish()
  .transform((one) => one?.id);

/** A list within an object, however long: what it was asked in is told to whoever pages it, not here. */
export function list<Schema extends z.ZodType>(element: Schema) {
  return z.object({ nodes: z.array(element) }).transform(({ nodes }) => nodes);
}

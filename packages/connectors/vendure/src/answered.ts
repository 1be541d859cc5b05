import { type Instant, instantOfMs } from '@clientele/model';
import { z } from 'zod';

// How Vendure answers our questions, as far as it is read.

/** Text that says something. */
export const text = z
  .string()
  .nullish()
  .transform((value) => (value === null || value === undefined || value.trim() === '' ? undefined : value));

export const id = z.string().min(1);

export const time = z.iso.datetime({ offset: true }).transform((written) => instantOfMs(Date.parse(written)));

/** An amount, in the units of the shop's money strategy. */
export const units = z.int();

const addressShape = {
  fullName: text,
  company: text,
  streetLine1: text,
  streetLine2: text,
  city: text,
  province: text,
  postalCode: text,
};
export type AnsweredAddress = z.output<z.ZodObject<typeof addressShape>> & { readonly countryCode: string | undefined };

export const orderAddress = z.object({ ...addressShape, countryCode: text }).nullable();

export const customerAddress = z
  .object({ ...addressShape, country: z.object({ code: text }) })
  .transform(({ country, ...address }): AnsweredAddress => ({ ...address, countryCode: country.code }));

/** What `inContext` adds to each object. */
export const context = { channelCode: z.string(), decimals: z.int().min(0).max(6) };

/** The latest of some times. */
export function latestOf(first: Instant, ...others: readonly Instant[]): Instant {
  return others.reduce((latest, one) => (Date.parse(one) > Date.parse(latest) ? one : latest), first);
}

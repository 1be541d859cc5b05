import { z } from 'zod';
import { type Day, FIRST_DAY, LAST_DAY, parseDay } from '../day.js';
import { DECIMAL_DIGITS, DECIMAL_PLACES, type Decimal, parseDecimal } from '../decimal.js';
import { type Instant, parseInstant } from '../instant.js';
import { nearest } from '../nearest.js';

const LONGEST_NAME_SHOWN = 60;

/** An object of a record. A name that it does not know is most likely misspelt: passed over, what it says would be lost. */
export function objectOf<Shape extends z.ZodRawShape>(shape: Shape) {
  const names = Object.keys(shape);
  const noSuchName = (written: string) => {
    const shown = written.length > LONGEST_NAME_SHOWN ? `${written.slice(0, LONGEST_NAME_SHOWN)}…` : written;
    const meant = nearest(written, names);
    return `there is no ${shown}; ${meant === undefined ? `there are ${names.join(', ')}` : `did you mean ${meant}?`}`;
  };
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? issue.keys.map(noSuchName).join('; ') : undefined),
  });
}

/** Text in whole characters. Half of one, as of an emoji that was cut, is no Unicode: the warehouse cannot read it. */
const text = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^\P{Surrogate}*$/u, 'has half a character (an unpaired surrogate): write it whole, or leave it out');

/** Text with something in it; ids and names are kept as the source writes them. */
export const nonEmptyText = text(2048).min(1);

/** An id in the source's own words; always text, since a number would lose leading zeros and digits past 2^53. */
export const externalId = text(512).min(1);

/** What a source calls a channel or a property. */
export const shortName = text(255).min(1);

export const decimalField = z.string().transform((text, context): Decimal => {
  const value = parseDecimal(text);
  if (value !== undefined) return value;
  context.addIssue({
    code: 'custom',
    message: `is not a decimal number with at most ${DECIMAL_DIGITS} digits and ${DECIMAL_PLACES} decimals`,
  });
  return z.NEVER;
});

export const instantField = z.string().transform((text, context): Instant => {
  const value = parseInstant(text);
  if (value !== undefined) return value;
  context.addIssue({
    code: 'custom',
    message: 'is not a date and time with its offset, such as 2024-05-01T09:30:00Z, in the years 1900 to 2299',
  });
  return z.NEVER;
});

export const dayField = z.string().transform((text, context): Day => {
  const value = parseDay(text);
  if (value !== undefined) return value;
  context.addIssue({ code: 'custom', message: `is not a day between ${FIRST_DAY} and ${LAST_DAY}` });
  return z.NEVER;
});

/** ISO 4217, upper case. */
export const currencyField = z.string().regex(/^[A-Z]{3}$/, 'is not a currency code such as GBP');

/** ISO 3166-1 alpha-2, upper case. */
export const countryField = z.string().regex(/^[A-Z]{2}$/, 'is not a two-letter country code such as GB');

/**
 * The source's own version of a record: its updated-at, then a tiebreak for two versions of one instant. The later
 * version wins, whatever the order of arrival.
 */
export const versionField = objectOf({
  updatedAt: instantField,
  tiebreak: z.int().min(0).max(0xffff_ffff).default(0),
});
export type Version = z.output<typeof versionField>;

/** Decimal degrees, from minus to plus a limit. */
function degreesField(limit: number) {
  return decimalField.refine((degrees) => Math.abs(Number(degrees)) <= limit, `is not between -${limit} and ${limit}`);
}

/** A place on the globe (WGS 84). */
const coordinatesField = objectOf({ latitude: degreesField(90), longitude: degreesField(180) });

/** A postal address as the source gives it; `region` is the part of an ISO 3166-2 code after the country. */
export const addressField = objectOf({
  name: nonEmptyText.optional(),
  address1: nonEmptyText.optional(),
  address2: nonEmptyText.optional(),
  city: nonEmptyText.optional(),
  region: nonEmptyText.optional(),
  postcode: nonEmptyText.optional(),
  country: countryField.optional(),
  coordinates: coordinatesField.optional(),
});
export type Address = z.output<typeof addressField>;

/** A value that a source attaches to a person or an event. */
export const propertyValue = z.union([text(8192), z.number(), z.boolean(), z.array(text(2048)).max(500)]);
export const properties = z.record(shortName, propertyValue);

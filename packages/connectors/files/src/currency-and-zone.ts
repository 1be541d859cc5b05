import { parseTimeZone, type TimeZone } from '@clientele/model';
import { z } from 'zod';

/** The currency that a file's amounts are in: its ISO 4217 code. */
export const currencyCode = z.string().regex(/^[A-Z]{3}$/, 'is not a currency code such as EUR');

/** Where the clock stands by which a file was written. */
export const zoneName = z.string().transform((text, context): TimeZone => {
  const zone = parseTimeZone(text);
  if (zone !== undefined) return zone;
  context.addIssue({ code: 'custom', message: `'${text}' is not a time zone such as Europe/Berlin` });
  return z.NEVER;
});

import { type Instant, parseInstant } from '@clientele/model';
import { z } from 'zod';

/** Ids are numbers; here they are text. */
export const id = z.number().transform(String);

/** Times are UTC, and do not say so. */
export const utc = z.string().transform((text, context): Instant => {
  const at = parseInstant(`${text}Z`);
  if (at !== undefined) return at;
  context.addIssue({ code: 'custom', message: 'is not a time such as 2026-05-04T10:00:00' });
  return z.NEVER;
});

import { type Instant, parseInstant } from '@clientele/model';
import { z } from 'zod';

/** An instant as states and cursors keep it. */
export const instantText = z.string().transform((text, context): Instant => {
  const value = parseInstant(text);
  if (value !== undefined) return value;
  context.addIssue({ code: 'custom', message: 'is no instant' });
  return z.NEVER;
});

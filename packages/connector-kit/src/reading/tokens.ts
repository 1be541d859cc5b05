import type { Instant } from '@clientele/model';
import { z } from 'zod';
import type { CursorForm, Page } from '../connector.js';
import type { Json } from '../json.js';

const tokensCursor = z.strictObject({ since: z.string().nullable(), token: z.string().nullable() });
export type TokensCursor = z.output<typeof tokensCursor>;

export interface PageTokens {
  readonly cursor: CursorForm<TokensCursor>;
  start(since: Instant | undefined): TokensCursor;
  /** The page that came, and the token of the next one; without one it was the last. */
  page(cursor: TokensCursor, objects: readonly Json[], next: string | null | undefined): Page<TokensCursor>;
}

/**
 * Pages that the platform strings together: each brings a token for the next. `since` stays in the cursor, because the
 * question must stay the same along a string of tokens.
 */
export function tokens(): PageTokens {
  return {
    cursor: { version: 1, schema: tokensCursor },
    start: (since) => ({ since: since ?? null, token: null }),
    page: (cursor, objects, next) => {
      const isLast = next === undefined || next === null || next === '';
      return { objects, next: { ...cursor, token: isLast ? cursor.token : next }, done: isLast };
    },
  };
}

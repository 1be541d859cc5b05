import type { Reading } from './streams.js';

/** Short pages, and bulk operations soon and in small pieces, so that a few orders fill many. For trials. */
export const SMALL: Reading = { longestPage: 3, pagesBeforeBulk: 1, pieceBytes: 8_000, partBytes: 6_000 };

/** The longest query, in UTF-16 units. */
export const MAX_QUERY_LENGTH = 20_000;

/** How deep parentheses and NOTs may be nested. */
export const MAX_DEPTH = 100;

/** The largest N of an offset such as `-90d`; it reaches past the first and last day in every unit but days. */
export const MAX_OFFSET = 99_999;

/** Errors reported at once; more would not be read. */
export const MAX_ERRORS = 20;

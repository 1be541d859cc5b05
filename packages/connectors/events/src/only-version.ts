/** Of what is the same however often and whenever it comes: the first stands. */
export const ONLY_VERSION = { updatedAt: '1970-01-01T00:00:00Z', tiebreak: 0 };

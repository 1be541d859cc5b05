const FIRST_MS = 500;
const LONGEST_MS = 60_000;
/** Luck must not make a caller hammer. */
const SHORTEST_MS = 50;

/**
 * How long to wait before the nth try of something that failed (from 1): anything up to a limit that doubles, so that
 * callers who failed together do not come back together. `random` is from 0 up to 1.
 */
export function backoffMs(tries: number, random: number): number {
  return Math.max(SHORTEST_MS, Math.ceil(random * Math.min(LONGEST_MS, FIRST_MS * 2 ** tries)));
}

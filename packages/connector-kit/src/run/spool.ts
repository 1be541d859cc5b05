/** A line, and the part that it is put aside in: a whole number from 0. */
export type PutAside = readonly [part: number, line: string];

/**
 * Lines that a step puts aside for the steps after it: more than belongs into a cursor. They are gone with the run, however
 * that ends: whoever goes on with a cursor must be ready to find nothing, and to put everything aside anew.
 */
export interface Spool {
  /** Up to where of their source lines were put aside, as it was said with the last of them; 0 where there are none. */
  readonly upTo: number;
  /** Puts lines aside, each behind the others of its part. */
  put(lines: Iterable<PutAside>, upTo: number): Promise<void>;
  /** All lines of a part, in the order in which they were put aside. */
  part(number: number): Promise<readonly string[]>;
}

/** A spool that whoever opened it closes: then nothing of it is left. */
export interface OpenSpool extends Spool {
  close(): Promise<void>;
}

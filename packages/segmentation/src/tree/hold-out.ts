/** A part of all profiles, drawn at random once and for all. */
export interface HoldOutSplit {
  /** Random text of the shop's own, by which its draw differs from that of others. */
  readonly salt: string;
  /** Decimal text from 0 to 100; a larger part holds all of a smaller one. */
  readonly percent: string;
}

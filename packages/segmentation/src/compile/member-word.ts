/** Segments whose members share a word of bits. */
export const SEGMENTS_OF_A_WORD = 64;

/** Where the bit of a segment is: in which of a profile's words, and which bit of it, 0 the lowest. */
export interface MemberBit {
  readonly wordNo: number;
  readonly bit: number;
}

/** @param place of the segment among the shop's, from 0; never given to another */
export function memberBit(place: number): MemberBit {
  return { wordNo: Math.floor(place / SEGMENTS_OF_A_WORD), bit: place % SEGMENTS_OF_A_WORD };
}

/** A word, of which some bits are meant. */
export interface Word {
  readonly wordNo: number;
  readonly mask: bigint;
}

/** The words that the bits of some segments are in, by their numbers. */
export function wordsOf(places: Iterable<number>): Word[] {
  const masks = new Map<number, bigint>();
  for (const place of places) {
    const { wordNo, bit } = memberBit(place);
    masks.set(wordNo, (masks.get(wordNo) ?? 0n) | (1n << BigInt(bit)));
  }
  return [...masks].sort(([a], [b]) => a - b).map(([wordNo, mask]) => ({ wordNo, mask }));
}

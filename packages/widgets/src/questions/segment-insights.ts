import type { Question } from '../gateway/gateway-client.js';

/** Something about the segments that is worth a look. */
export interface SegmentFinding {
  readonly code: string;
  /** What it is, how many it is about, and what to do. */
  readonly message: string;
}

/** Two segments with a member in common. */
export interface OverlappingPair {
  readonly one: { readonly name: string };
  readonly other: { readonly name: string };
  readonly both: number;
  /** Shares from 0 to 1: of the members of either, of the one and of the other. */
  readonly jaccard: number;
  readonly ofOne: number;
  readonly ofOther: number;
}

export interface SegmentInsights {
  readonly segmentHealth: readonly SegmentFinding[];
  readonly segmentOverlap: { readonly pairCount: number; readonly pairs: readonly OverlappingPair[] };
}

export const SEGMENT_INSIGHTS: Question<SegmentInsights, Record<string, never>> = {
  text: `query SegmentInsights {
  segmentHealth(first: 50) { code message }
  segmentOverlap { pairCount pairs(first: 25) { one { name } other { name } both jaccard ofOne ofOther } }
}`,
};

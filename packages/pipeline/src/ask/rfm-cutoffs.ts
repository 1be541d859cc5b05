import type { Condition } from '@clientele/segmentation';

/** A condition that needs the cut-offs of all three RFM scores, for questions that show them without testing any. */
export const NEEDS_RFM_CUTOFFS: Condition = { kind: 'presence', attribute: 'rfm_group', present: true };

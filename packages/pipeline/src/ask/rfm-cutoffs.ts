import { attributeTest, type Condition } from '@clientele/segmentation';

/** A condition that needs the cut-offs of all three RFM scores, for questions that show them without testing any. */
export const NEEDS_RFM_CUTOFFS: Condition = attributeTest('rfm_group', { kind: 'presence', present: true });

import { RFM_GROUPS, type RfmScore } from '../rfm/configuration.js';
import type { Attribute } from './attribute.js';
import { groupCode, scoreSql } from './rfm-score.js';

function score(which: RfmScore, of: string): Attribute {
  return {
    name: `rfm_${which}`,
    type: 'integer',
    description: `1 to 5, by ${of}; 5 is best; absent without an order.`,
    aboutOrders: true,
    scores: [which],
    columns: [],
    reading: { kind: 'number', value: (scope) => scoreSql(which, scope), present: 'number_of_orders > 0' },
  };
}

/** Recency, frequency, monetary: scores by the frozen cut-offs of the shop, and the group that they make. */
export const RFM: readonly Attribute[] = [
  score('recency', 'the day of the last order'),
  score('frequency', 'the number of orders'),
  score('monetary', 'the amount spent'),
  {
    name: 'rfm_group',
    type: 'choice',
    values: RFM_GROUPS,
    description: 'Cell of the grid of recency and FM; PROSPECTS without an order; never absent.',
    aboutOrders: false,
    scores: ['recency', 'frequency', 'monetary'],
    columns: [],
    reading: { kind: 'coded', code: groupCode, values: RFM_GROUPS },
  },
];

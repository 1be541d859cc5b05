import type { RfmConfiguration, RfmGroup } from './configuration.js';

/** The group of a profile with an order: the cell of its recency and of FM = (F + M) / 2, rounded half up. */
export function rfmGroup(recency: number, frequency: number, monetary: number, { grid }: RfmConfiguration): RfmGroup {
  const fm = Math.floor((frequency + monetary + 1) / 2);
  const group = grid[recency - 1]?.[fm - 1];
  if (group === undefined) throw new RangeError(`there is no RFM cell for ${recency}, ${frequency}, ${monetary}`);
  return group;
}

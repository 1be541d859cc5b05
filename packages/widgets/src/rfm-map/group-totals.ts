import type { RfmCell } from '../questions/rfm-grid.js';
import { magnitude, shareOf } from '../words/numbers.js';

/** A cell with what the drawing and the table say about it. */
export interface MeasuredCell extends RfmCell {
  /** Of all profiles with an order. */
  readonly share: number;
  /** Of their revenue. */
  readonly revenueShare: number;
  /** In the shop's currency, for colour and comparison only; 0 of nobody. */
  readonly perProfile: number;
}

export function measure(cells: readonly RfmCell[]): readonly MeasuredCell[] {
  const profiles = cells.reduce((sum, cell) => sum + cell.profiles, 0);
  const revenue = cells.reduce((sum, cell) => sum + magnitude(cell.revenue), 0);
  return cells.map((cell) => ({
    ...cell,
    share: shareOf(cell.profiles, profiles),
    revenueShare: shareOf(magnitude(cell.revenue), revenue),
    perProfile: shareOf(magnitude(cell.revenue), cell.profiles),
  }));
}

export interface GroupTotal {
  readonly group: string;
  readonly profiles: number;
  readonly share: number;
  readonly revenueShare: number;
}

/** The groups of the grid, that with the largest share of revenue first. */
export function groupTotals(cells: readonly MeasuredCell[]): readonly GroupTotal[] {
  const groups = new Map<string, GroupTotal>();
  for (const { group, profiles, share, revenueShare } of cells) {
    const sum = groups.get(group);
    groups.set(group, {
      group,
      profiles: (sum?.profiles ?? 0) + profiles,
      share: (sum?.share ?? 0) + share,
      revenueShare: (sum?.revenueShare ?? 0) + revenueShare,
    });
  }
  return [...groups.values()].sort((a, b) => b.revenueShare - a.revenueShare);
}

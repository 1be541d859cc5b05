import type { MeasuredCell } from './group-totals.js';

/** `recency:fm`, the place of a cell in the grid. */
export function placeOf({ recency, fm }: Pick<MeasuredCell, 'recency' | 'fm'>): string {
  return `${recency}:${fm}`;
}

export interface Edges {
  readonly right: boolean;
  readonly below: boolean;
}

/** On which sides a cell borders on another group. */
export function edgesOf(cell: MeasuredCell, byPlace: ReadonlyMap<string, MeasuredCell>): Edges {
  const differs = (other: MeasuredCell | undefined) => other !== undefined && other.group !== cell.group;
  return {
    right: differs(byPlace.get(placeOf({ recency: cell.recency, fm: cell.fm + 1 }))),
    below: differs(byPlace.get(placeOf({ recency: cell.recency - 1, fm: cell.fm }))),
  };
}

/**
 * The cells that carry their group's name: of each run of touching cells of one group the topmost, then the one that
 * stands furthest left.
 */
export function labelledPlaces(byPlace: ReadonlyMap<string, MeasuredCell>): ReadonlySet<string> {
  const cells = [...byPlace.values()].sort((a, b) => b.recency - a.recency || a.fm - b.fm);
  const seen = new Set<string>();
  const labelled = new Set<string>();
  for (const cell of cells) {
    if (seen.has(placeOf(cell))) continue;
    labelled.add(placeOf(cell));
    const open = [cell];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(placeOf(next))) continue;
      seen.add(placeOf(next));
      const { recency, fm } = next;
      const around = [
        { recency: recency + 1, fm },
        { recency: recency - 1, fm },
        { recency, fm: fm + 1 },
        { recency, fm: fm - 1 },
      ];
      for (const place of around) {
        const neighbour = byPlace.get(placeOf(place));
        if (neighbour?.group === cell.group) open.push(neighbour);
      }
    }
  }
  return labelled;
}

import type { MeasuredCell } from './group-totals.js';

const ROWS = 5;

/** Where things stand, in pixels: the drawing is never scaled, so that its text keeps its size. */
export interface MapLayout {
  readonly width: number;
  readonly height: number;
  readonly narrow: boolean;
  readonly cell: { readonly width: number; readonly height: number };
  /** Room at the left for the recency scores. */
  readonly gutter: number;
  /** Room between a cell's rim and what is in it. */
  readonly inset: number;
  /** The side of the square of the largest cell. */
  readonly largest: number;
}

export function mapLayout(width: number): MapLayout {
  const narrow = width < 520;
  const gutter = narrow ? 10 : 28;
  const side = (width - gutter) / ROWS;
  const cell = { width: side, height: narrow ? 88 : Math.min(116, Math.max(100, side)) };
  // Above the square stands the name, beside it (in narrow cells below) the figures.
  const largest = narrow ? 34 : Math.min(cell.height - 38, cell.width - 58);
  return { width, height: cell.height * ROWS + 20, narrow, cell, gutter, inset: narrow ? 3 : 10, largest };
}

/** The upper left corner of a cell: recency 5 on top, FM 1 at the left. */
export function cornerOf({ recency, fm }: MeasuredCell, { cell, gutter }: MapLayout): { x: number; y: number } {
  return { x: gutter + (fm - 1) * cell.width, y: (ROWS - recency) * cell.height };
}

/** The side of a square whose area stands for the number of profiles. */
export function sideOf(profiles: number, most: number, { largest }: MapLayout): number {
  return profiles === 0 ? 0 : Math.max(2, largest * Math.sqrt(profiles / most));
}

import type { MeasuredCell } from './group-totals.js';

const STEPS = 5;

/** Upper bounds of the first four of five colour steps: fifths of the cells by revenue per profile. */
export function colourBounds(cells: readonly MeasuredCell[]): readonly number[] {
  const values = cells
    .filter(({ profiles }) => profiles > 0)
    .map(({ perProfile }) => perProfile)
    .sort((a, b) => a - b);
  return Array.from(
    { length: STEPS - 1 },
    (_, step) => values[Math.ceil((values.length * (step + 1)) / STEPS) - 1] ?? 0,
  );
}

/** 1 to 5, the colour step of a value. */
export function colourStep(value: number, bounds: readonly number[]): number {
  return 1 + bounds.filter((bound) => value > bound).length;
}

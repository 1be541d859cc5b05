/** One figure of a bench run, beside the alternative that it is measured against. */
export interface BenchRow {
  readonly name: string;
  readonly ours: number;
  /** Null where there is nothing to compare with. */
  readonly other: number | null;
  /** `ours` by `other`: of times less is better, of rates more. */
  readonly ratio: number | null;
  readonly unit: 'orders/s' | 'profiles/s' | 'changes/s' | 'ms' | 'MB';
  /** Of times, over all answers of the product: `ours` is the median. */
  readonly p95?: number;
  readonly worst?: number;
  /** Of a question: whether every count agreed with the hand-written SQL. */
  readonly checked?: boolean;
  /** What was measured against what, on how much, from which seed, cold or warm. */
  readonly how: string;
}

export function row(
  name: string,
  unit: BenchRow['unit'],
  ours: number,
  other: number | null,
  how: string,
  more: Pick<BenchRow, 'p95' | 'worst' | 'checked'> = {},
): BenchRow {
  return {
    name,
    ours: rounded(ours),
    other: other === null ? null : rounded(other),
    ratio: other === null || other === 0 ? null : Math.round((ours / other) * 100) / 100,
    unit,
    ...more,
    how,
  };
}

/** The value below which a share of the values lies; the upper one where it falls between two. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** The row of many times, in milliseconds. */
export function timesRow(
  name: string,
  ours: readonly number[],
  other: readonly number[] | null,
  how: string,
  more: Pick<BenchRow, 'checked'> = {},
): BenchRow {
  return row(name, 'ms', quantile(ours, 0.5), other === null ? null : quantile(other, 0.5), how, {
    p95: rounded(quantile(ours, 0.95)),
    worst: rounded(Math.max(...ours)),
    ...more,
  });
}

function rounded(value: number): number {
  return value >= 1000 ? Math.round(value) : Math.round(value * 10) / 10;
}

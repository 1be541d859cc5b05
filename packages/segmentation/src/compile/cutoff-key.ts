/** `rfm/<trait>`, `top/<amount>/<percent>` or `bottom/<amount>/<percent>`; the amount as canonical text. */
export type CutoffKey = `rfm/${string}` | `${'top' | 'bottom'}/${string}/${string}`;

/** A shop-wide cut-off: the four quintiles of a trait, or the value that begins the top or bottom p %. */
export type Cutoff =
  | { readonly kind: 'rfm'; readonly trait: string }
  | {
      readonly kind: 'percentile';
      readonly side: 'top' | 'bottom';
      /** An attribute, or a measure as canonical text. */
      readonly amount: string;
      /** Decimal text, as in a condition. */
      readonly percent: string;
    };

/** The name of a cut-off in a context's cut-offs and wherever they are stored. */
export function cutoffKey(cutoff: Cutoff): CutoffKey {
  return cutoff.kind === 'rfm' ? `rfm/${cutoff.trait}` : `${cutoff.side}/${cutoff.amount}/${cutoff.percent}`;
}

/** The cut-off that a key names. */
export function cutoffOfKey(key: CutoffKey): Cutoff {
  const [, side, amount, percent] = /^(rfm|top|bottom)\/(.+?)(?:\/([^/]+))?$/s.exec(key) ?? [];
  if (side === 'rfm' && amount !== undefined) return { kind: 'rfm', trait: amount };
  if ((side === 'top' || side === 'bottom') && amount !== undefined && percent !== undefined) {
    return { kind: 'percentile', side, amount, percent };
  }
  throw new RangeError(`'${key}' names no cut-off`);
}

/** `rfm/<trait>`, `top/<attribute>/<percent>` or `bottom/<attribute>/<percent>`. */
export type CutoffKey = `rfm/${string}` | `${'top' | 'bottom'}/${string}/${string}`;

/** A shop-wide cut-off: the four quintiles of a trait, or the value that begins the top or bottom p %. */
export type Cutoff =
  | { readonly kind: 'rfm'; readonly trait: string }
  | {
      readonly kind: 'percentile';
      readonly side: 'top' | 'bottom';
      readonly attribute: string;
      /** Decimal text, as in a condition. */
      readonly percent: string;
    };

/** The name of a cut-off in a context's cut-offs and wherever they are stored. */
export function cutoffKey(cutoff: Cutoff): CutoffKey {
  return cutoff.kind === 'rfm' ? `rfm/${cutoff.trait}` : `${cutoff.side}/${cutoff.attribute}/${cutoff.percent}`;
}

/** The cut-off that a key names. */
export function cutoffOfKey(key: CutoffKey): Cutoff {
  const [side, name, percent] = key.split('/');
  if (side === 'rfm' && name !== undefined) return { kind: 'rfm', trait: name };
  if ((side === 'top' || side === 'bottom') && name !== undefined && percent !== undefined) {
    return { kind: 'percentile', side, attribute: name, percent };
  }
  throw new RangeError(`'${key}' names no cut-off`);
}

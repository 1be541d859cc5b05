/** Just before a value, or just after it. */
export interface Cut {
  readonly at: bigint;
  readonly after: boolean;
}

/** A set of numbers: it changes from within to without, or the reverse, at each cut; in ascending order. */
export interface Line {
  /** Whether the least numbers are within. */
  readonly begins: boolean;
  readonly cuts: readonly Cut[];
}

export const WHOLE_LINE: Line = { begins: true, cuts: [] };

/** The numbers on one side of a cut. */
export function below(cut: Cut): Line {
  return { begins: true, cuts: [cut] };
}

export function complementOfLine({ begins, cuts }: Line): Line {
  return { begins: !begins, cuts };
}

/** The numbers that are in both. */
export function meetLines(a: Line, b: Line): Line {
  const cuts: Cut[] = [];
  let [inA, inB] = [a.begins, b.begins];
  const begins = inA && inB;
  let within = begins;
  let [i, j] = [0, 0];
  for (;;) {
    const [ofA, ofB] = [a.cuts[i], b.cuts[j]];
    if (ofA === undefined && ofB === undefined) return { begins, cuts };
    const order = ofA === undefined ? 1 : ofB === undefined ? -1 : compareCuts(ofA, ofB);
    const cut = order <= 0 ? ofA : ofB;
    if (order <= 0) {
      inA = !inA;
      i += 1;
    }
    if (order >= 0) {
      inB = !inB;
      j += 1;
    }
    if (cut !== undefined && (inA && inB) !== within) {
      within = !within;
      cuts.push(cut);
    }
  }
}

/** The same set, of whole numbers of a unit only: `> 3` is `>= 4`. */
export function wholeNumbers({ begins, cuts }: Line, unit: bigint): Line {
  const kept: Cut[] = [];
  for (const cut of cuts) {
    const next = { at: firstBehind(cut, unit), after: false };
    const last = kept.at(-1);
    // Nothing is between two cuts at one place.
    if (last !== undefined && last.at === next.at) kept.pop();
    else kept.push(next);
  }
  return { begins, cuts: kept };
}

export function isEmptyLine({ begins, cuts }: Line): boolean {
  return !begins && cuts.length === 0;
}

function compareCuts(a: Cut, b: Cut): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return Number(a.after) - Number(b.after);
}

/** The first multiple of the unit behind a cut. */
function firstBehind({ at, after }: Cut, unit: bigint): bigint {
  const remainder = ((at % unit) + unit) % unit;
  if (remainder === 0n) return after ? at + unit : at;
  return at - remainder + unit;
}

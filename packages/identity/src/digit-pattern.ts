/**
 * Whether digits end in something that a hand types rather than a network gives out: `same` or more times one digit,
 * or `run` or more digits counting up or down (9 and 0 are neighbours).
 */
export function endsInPattern(digits: string, same: number, run: number): boolean {
  return endLength(digits, 0) >= same || endLength(digits, 1) >= run || endLength(digits, 9) >= run;
}

/** How many digits at the end follow each other by `step`, modulo ten. */
function endLength(digits: string, step: number): number {
  let length = Math.min(digits.length, 1);
  while (length < digits.length) {
    const last = Number(digits[digits.length - length]);
    const before = Number(digits[digits.length - length - 1]);
    if ((before + step) % 10 !== last) break;
    length++;
  }
  return length;
}

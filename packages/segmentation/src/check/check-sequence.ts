import { rowsNamed } from '../catalogue/language.js';
import type { Sequence, Step } from '../tree/condition.js';
import { checkRowParameters, unknownRows } from './check-rows.js';
import type { Checking } from './checking.js';

/** The most steps of a sequence: with each NOT, what has to be remembered may double. */
export const MAX_STEPS = 10;

/** Checks a sequence; gives it back with ids as text. */
export function checkSequence(sequence: Sequence, checking: Checking): Sequence {
  const { findings, language } = checking;
  const [first] = sequence.steps;
  if (first !== undefined && (first.negated || first.within !== null)) {
    const hint = 'Write SEQUENCE (events.product_viewed THEN NOT orders_placed WITHIN 7d).';
    findings.add('bad-sequence', first, 'whole', 'A sequence begins with a step without NOT and without WITHIN', hint);
  }
  const beyond = sequence.steps[MAX_STEPS];
  if (beyond !== undefined) {
    const message = `A sequence has at most ${MAX_STEPS} steps; this one has ${sequence.steps.length}`;
    findings.add('bad-sequence', beyond, 'whole', message, 'Save the first steps as a segment of their own.');
  }
  const steps = sequence.steps.map((step): Step => {
    const { rows } = step;
    const known = rowsNamed(rows.name, language);
    if (known === undefined) {
      unknownRows(rows, rows.name, checking);
      return step;
    }
    if (!known.hasDate) {
      const message = `${rows.name} have no time, so nothing comes before or after them`;
      findings.add('bad-sequence', step, 'name', message, `Write ${rows.name} MATCHES (…) beside the sequence.`);
    }
    const parameters = checkRowParameters(rows, known, 'row', checking);
    return findings.instead(step, { ...step, rows: findings.instead(rows, { ...rows, parameters }) });
  });
  return findings.instead(sequence, { ...sequence, steps: Object.freeze(steps) });
}

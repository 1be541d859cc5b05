import {
  addToDay,
  type Day,
  type DayUnit,
  type Instant,
  instantOfMs,
  localDateTimeOf,
  msOfInstant,
} from '@clientele/model';
import type { Question } from '../reference/context.js';
import type { Person } from '../reference/person.js';
import { sequenceIn } from '../reference/sequence.js';
import type { Duration } from '../tree/amount.js';
import type { Sequence, Step } from '../tree/condition.js';
import { type MomentUnit, MS_OF_UNIT } from '../tree/literal.js';
import { stepInWords } from './in-words.js';

/**
 * What a sequence that does not hold still needs: the next step, with what must not happen before it; where all steps
 * were done, until when nothing may happen, or what should not have happened.
 */
export function missingSteps(sequence: Sequence, person: Person, question: Question): string {
  const { currency } = question.shop;
  const { rows, waits } = sequenceIn(sequence, person, question);
  const places = sequence.steps.flatMap(({ negated }, place) => (negated ? [] : [place]));
  const from = rows.length === 0 ? 0 : (places[rows.length - 1] ?? 0) + 1;
  const next = places[rows.length];
  const steps = sequence.steps.slice(from, next === undefined ? undefined : next + 1);
  const last = rows.at(-1)?.values.date;
  const words = steps.map((step) => {
    if (!waits || step.within === null || last?.kind !== 'date') return stepInWords(step, currency);
    return waitingInWords(step, overAt(last, step.within, question), currency);
  });
  return `${rows.length === 0 ? '' : 'then '}${words.join(', then ')}`;
}

function waitingInWords(step: Step, until: string, currency: string): string {
  return `${stepInWords({ ...step, within: null }, currency)} until ${until}`;
}

/** The day on which so long after a row is over, or the time. */
function overAt(
  row: { readonly at: Instant; readonly day: Day },
  { amount, unit }: Duration,
  question: Question,
): string {
  if (isOfMoments(unit)) {
    return localDateTimeOf(instantOfMs(msOfInstant(row.at) + amount * MS_OF_UNIT[unit]), question.shop.timeZone);
  }
  return addToDay(addToDay(row.day, amount, unit), 1, 'd');
}

function isOfMoments(unit: DayUnit | MomentUnit): unit is MomentUnit {
  return unit === 'h' || unit === 'min';
}

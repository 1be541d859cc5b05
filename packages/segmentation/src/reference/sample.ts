import type { Sample } from '../tree/condition.js';
import { drawOf, shuffled } from '../tree/draw.js';
import type { Question } from './context.js';
import type { Person } from './person.js';
import { compareRatios, multiply, ratio, ratioOfText } from './ratio.js';

/** Whether a person is one of a stable random part of all profiles of the shop; another seed draws anew. */
export function isInSample({ percent, seed }: Sample, person: Person, { shop }: Question): boolean {
  return isDrawn(`${shop.id}\n${seed}`, person, percent);
}

/** Whether a person is one of those whom the shop leaves alone. */
export function isHeldOut(person: Person, { holdOut }: Question): boolean {
  return holdOut !== undefined && isDrawn(`hold-out\n${holdOut.salt}`, person, holdOut.percent);
}

function isDrawn(lot: string, { id }: Person, percent: string): boolean {
  const place = ratio(shuffled(drawOf(id) ^ drawOf(lot)), 2n ** 64n);
  return compareRatios(place, multiply(ratioOfText(percent), ratioOfText('0.01'))) < 0;
}

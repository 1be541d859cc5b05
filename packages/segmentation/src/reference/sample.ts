import { createHash } from 'node:crypto';
import type { Sample } from '../tree/condition.js';
import type { Question } from './context.js';
import type { Person } from './person.js';
import { compareRatios, multiply, ratio, ratioOfText } from './ratio.js';

/** Whether a person is one of a stable random part of all profiles of the shop; another seed draws anew. */
export function isInSample({ percent, seed }: Sample, person: Person, { shop }: Question): boolean {
  return isDrawn([shop.id, seed, person.id], percent);
}

/** Whether a person is one of those whom the shop leaves alone. */
export function isHeldOut(person: Person, { holdOut }: Question): boolean {
  return holdOut !== undefined && isDrawn(['hold-out', holdOut.salt, person.id], holdOut.percent);
}

function isDrawn(lot: readonly string[], percent: string): boolean {
  const hash = createHash('sha256').update(lot.join('\n')).digest();
  const place = ratio(hash.readBigUInt64BE(0), 2n ** 64n);
  return compareRatios(place, multiply(ratioOfText(percent), ratioOfText('0.01'))) < 0;
}

import { createHash } from 'node:crypto';
import type { Sample } from '../tree/condition.js';
import type { Question } from './context.js';
import type { Person } from './person.js';
import { compareRatios, multiply, ratio, ratioOfText } from './ratio.js';

/** Whether a person is one of a stable random part of all profiles of the shop; another seed draws anew. */
export function isInSample({ percent, seed }: Sample, person: Person, { shop }: Question): boolean {
  const hash = createHash('sha256').update([shop.id, seed, person.id].join('\n')).digest();
  const place = ratio(hash.readBigUInt64BE(0), 2n ** 64n);
  return compareRatios(place, multiply(ratioOfText(percent), ratioOfText('0.01'))) < 0;
}

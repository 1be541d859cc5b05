import { nearest } from '@clientele/model';

export { nearest };

/** A hint that names the nearest candidate, or null. */
export function didYouMean(word: string, candidates: Iterable<string>): string | null {
  const meant = nearest(word, candidates);
  return meant === undefined ? null : `Did you mean ${meant}?`;
}

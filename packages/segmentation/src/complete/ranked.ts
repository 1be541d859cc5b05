import type { Candidate } from './candidate.js';

/** Those that fit what was typed: first what begins so, then what has a word that begins so, then what has it within. */
export function ranked(candidates: readonly Candidate[], typed: string): readonly Candidate[] {
  const wanted = typed.toLowerCase();
  return candidates
    .map((candidate, order) => ({ candidate, order, fit: fitOf(candidate, wanted) }))
    .filter(({ fit }) => fit !== undefined)
    .sort((a, b) => (a.fit ?? 0) - (b.fit ?? 0) || a.candidate.group - b.candidate.group || a.order - b.order)
    .map(({ candidate }) => candidate);
}

function fitOf({ label, typed = [label], insert }: Candidate, wanted: string): number | undefined {
  const texts = [...typed, insert].map((text) => text.toLowerCase());
  if (texts.some((text) => text.startsWith(wanted))) return 0;
  // A sign is no part of a word.
  if (!/^'?[\p{L}\p{N}]/u.test(wanted)) return undefined;
  const inner = wanted.replace(/^'/, '');
  if (texts.some((text) => text.split(/[_. '-]+/).some((part) => part.startsWith(inner)))) return 1;
  return inner.length > 1 && texts.some((text) => text.includes(inner)) ? 2 : undefined;
}

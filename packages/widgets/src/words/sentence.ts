import type { QueryProblem } from '../questions/preview.js';

/** What is wrong and what to do about it. */
export function sentence({ message, hint }: Pick<QueryProblem, 'message' | 'hint'>): string {
  const text = /[.!?]$/.test(message) ? message : `${message}.`;
  return hint === null ? text : `${text} ${hint}`;
}

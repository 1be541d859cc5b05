import type { Answer } from './answer.js';

/** What to tell who asked for something that did not come; nothing where a newer question took its place. */
export function failureSentence(answer: Exclude<Answer<unknown>, { outcome: 'answered' }>): string {
  if (answer.outcome === 'superseded') return '';
  return answer.outcome === 'session-ended'
    ? 'The session has ended: sign in again, then try once more.'
    : answer.message;
}

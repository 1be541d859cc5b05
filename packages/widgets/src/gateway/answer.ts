/** How a question to the gateway ended. Only a bug throws. */
export type Answer<Data> =
  | { readonly outcome: 'answered'; readonly data: Data }
  /** Nobody is signed in, or the token could not be renewed. */
  | { readonly outcome: 'session-ended' }
  | { readonly outcome: 'not-allowed'; readonly message: string }
  | { readonly outcome: 'failed'; readonly message: string }
  /** A newer question took this one's place; there is nothing to show. */
  | { readonly outcome: 'superseded' };

/** The same ending with other data. */
export function mapAnswer<From, To>(answer: Answer<From>, map: (data: From) => To): Answer<To> {
  return answer.outcome === 'answered' ? { outcome: 'answered', data: map(answer.data) } : answer;
}

/** What an element has to show: nothing yet, data (perhaps stale), or why there is none. */
export type Standing<Data> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly data: Data }
  /** A refresh failed or the session ended: the data is from before. */
  | { readonly state: 'stale'; readonly data: Data; readonly message: string }
  | { readonly state: 'error'; readonly message: string }
  | { readonly state: 'not-allowed'; readonly message: string }
  | { readonly state: 'session-ended' };

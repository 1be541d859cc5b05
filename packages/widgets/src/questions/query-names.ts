import type { Question } from '../gateway/gateway-client.js';

/** Something that a condition may be about. */
export interface QueryName {
  readonly kind: 'ATTRIBUTE' | 'ROWS';
  readonly label: string;
  readonly insert: string;
  readonly description: string;
}

export const QUERY_NAMES: Question<{ readonly queryNames: readonly QueryName[] }, Record<string, never>> = {
  text: 'query QueryNames { queryNames { kind label insert description } }',
};

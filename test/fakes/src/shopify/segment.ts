import type { Id } from './gid.js';
import type { Ms } from './time.js';

/** A segment of Shopify's own. */
export interface Segment {
  readonly __typename: 'Segment';
  readonly id: Id;
  name: string;
  query: string;
  readonly creationDate: Ms;
  lastEditDate: Ms;
}

import type { Day, Instant } from '@clientele/model';
import type { Ratio } from './ratio.js';

/** What a trait is for one profile; an absent one is undefined. A list is never empty: an empty list is absent. */
export type TraitValue =
  | { readonly kind: 'number'; readonly number: Ratio }
  | { readonly kind: 'date'; readonly at: Instant; readonly day: Day }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'boolean'; readonly boolean: boolean }
  | { readonly kind: 'list'; readonly texts: readonly string[] };

/**
 * What an amount is for one profile or one of its rows; an absent one is undefined. A date that is known by its day
 * alone is a `day`; a `moment` is compared by its time with whatever has one. `several` are texts of one row, of which
 * one must fit, upper and lower case alike.
 */
export type AmountValue =
  | TraitValue
  | { readonly kind: 'day'; readonly day: Day }
  | { readonly kind: 'moment'; readonly at: Instant; readonly day: Day }
  | { readonly kind: 'several'; readonly texts: readonly string[] };

import type { ValidQuery } from '../check/check-query.js';
import type { NodePlace } from '../text/place.js';
import { type QueryError, queryError } from '../text/query-error.js';

const HELP = "Send the members to Shopify as a tag, and write customer_tags CONTAINS 'that-tag'.";

/** Gathers what Shopify cannot say of a query, part by part. */
export class Refusals {
  readonly errors: QueryError[] = [];
  readonly #places: Map<object, NodePlace>;

  constructor({ places }: Pick<ValidQuery, 'places'>) {
    this.#places = new Map(places);
  }

  /** Says that a node which was made for Shopify stands where another one does. */
  locate(made: object, at: object): void {
    const place = this.#places.get(at);
    if (place !== undefined) this.#places.set(made, place);
  }

  /** Refuses a part of a node, with a sentence that says why. */
  add(node: object, part: keyof NodePlace, message: string, hint: string = HELP): undefined {
    const place = this.#places.get(node);
    if (place === undefined) throw new Error('a node of the query has no place');
    this.errors.push(queryError('not-in-shopify', place[part] ?? place.whole, message, hint));
  }
}

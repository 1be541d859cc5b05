import type { NodePlace, Place, Places } from '../text/place.js';
import { type QueryError, type QueryErrorCode, queryError } from '../text/query-error.js';

/** The errors found in a parsed query, at the places of its nodes. */
export class Findings {
  readonly errors: QueryError[] = [];
  readonly #places: Places;

  constructor(places: Places) {
    this.#places = places;
  }

  /** Reports a fault in a part of a node, its whole where it has no such part. */
  add(code: QueryErrorCode, node: object, part: keyof NodePlace, message: string, hint: string | null = null): void {
    const place = this.#places.get(node);
    if (place === undefined) throw new Error('a node of the query has no place');
    const at: Place = place[part] ?? place.whole;
    this.errors.push(queryError(code, at, message, hint));
  }
}

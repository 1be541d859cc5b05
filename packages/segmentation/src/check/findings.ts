import type { NodePlace, Place, Places } from '../text/place.js';
import {
  type QueryError,
  type QueryErrorCode,
  type QueryWarning,
  type QueryWarningCode,
  queryError,
} from '../text/query-error.js';

/** The errors and warnings found in a parsed query, at the places of its nodes. */
export class Findings {
  readonly errors: QueryError[] = [];
  readonly warnings: QueryWarning[];
  readonly #places: Map<object, NodePlace>;

  constructor(places: Places, warnings: readonly QueryWarning[] = []) {
    this.#places = new Map(places);
    this.warnings = [...warnings];
  }

  get places(): Places {
    return this.#places;
  }

  /** Reports a fault in a part of a node, its whole where it has no such part. */
  add(code: QueryErrorCode, node: object, part: keyof NodePlace, message: string, hint: string | null = null): void {
    this.errors.push(queryError(code, this.#placeOf(node, part), message, hint));
  }

  warn(code: QueryWarningCode, node: object, part: keyof NodePlace, message: string, hint: string | null = null): void {
    this.warnings.push({ code, ...this.#placeOf(node, part), message, hint });
  }

  /** Freezes what takes the place of a node in the checked tree. */
  instead<const T extends object>(of: object, node: T): T {
    const place = this.#places.get(of);
    if (place !== undefined) this.#places.set(node, place);
    return Object.freeze(node);
  }

  #placeOf(node: object, part: keyof NodePlace): Place {
    const place = this.#places.get(node);
    if (place === undefined) throw new Error('a node of the query has no place');
    return place[part] ?? place.whole;
  }
}

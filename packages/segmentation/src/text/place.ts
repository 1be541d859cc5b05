/** Where something stands in a query's text: line and column from 1, offset from 0, all counted in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
  readonly length: number;
}

/** The places of one node of the tree; a literal has only a `whole`, rows only their name beside it. */
export interface NodePlace {
  readonly whole: Place;
  /** The attribute, function, parameter or handle that the node names. */
  readonly name?: Place;
  /** The comparison sign or keywords, such as `>=`, `NOT CONTAINS` or `MATCHES`. */
  readonly operator?: Place;
}

/** Places beside the tree, so that the tree stays plain data. Keys are conditions, amounts, rows, parameters and steps. */
export type Places = ReadonlyMap<object, NodePlace>;

/** From the start of one place to the end of another. */
export function span(from: Place, to: Place): Place {
  return { ...from, length: to.offset + to.length - from.offset };
}

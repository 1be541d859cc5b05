/** What values are asked for. */
export type AskedValues =
  /** Of an attribute: a text, an element of a list, or one of a choice. */
  | { readonly of: 'attribute'; readonly name: string }
  /** Ids of products, found by their title too. */
  | { readonly of: 'products' }
  /** Handles of saved segments. */
  | { readonly of: 'segments' }
  /** Names of events that are their source's own. */
  | { readonly of: 'events' };

export interface FoundValue {
  readonly value: string;
  /** What it is called, where that is another text: the title of a product, the name of a segment. */
  readonly title: string | null;
  /** How many profiles have it; null where that is not known. */
  readonly profiles: number | null;
}

/** What a shop holds: values that a query may be about, the most frequent first. */
export interface ValueSource {
  /** @param prefix upper and lower case alike; values that begin with it and titles that have it within, all where it is empty */
  readonly find: (asked: AskedValues, prefix: string) => Promise<readonly FoundValue[]>;
}

/** Where there is no shop. */
export const NO_VALUES: ValueSource = { find: async () => [] };

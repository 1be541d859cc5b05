const ELEMENTS_OF_A_WORD = 64;

/** With more, looking each element of a list up once is quicker than looking for one after the other. */
const MOST_ONE_BY_ONE = 4;

/** Which of many elements a list has: a bit for each, of words that are made by going through the list once. */
export class ListElements {
  readonly #list: string;
  readonly #name: string;
  readonly #places = new Map<string, number>();

  /**
   * @param list SQL of the list
   * @param name that names of the statement begin with
   */
  constructor(list: string, name: string) {
    this.#list = list;
    this.#name = name;
  }

  /** SQL that the list has an element, over what is {@link named}. */
  has(element: string): string {
    const place = this.#places.get(element) ?? this.#places.size;
    this.#places.set(element, place);
    return `${this.#name}_${place}`;
  }

  /** What has to be named, once all elements are known. */
  named(): readonly string[] {
    const all = [...this.#places.keys()];
    if (all.length <= MOST_ONE_BY_ONE) {
      return all.map((element, place) => `has(${this.#list}, ${element}) AS ${this.#name}_${place}`);
    }
    const words = Array.from({ length: Math.ceil(all.length / ELEMENTS_OF_A_WORD) }, (_, word) => {
      const some = all.slice(word * ELEMENTS_OF_A_WORD, (word + 1) * ELEMENTS_OF_A_WORD);
      const bits = some.map((_, bit) => `toUInt64('${1n << BigInt(bit)}')`);
      const bit = `transform(element, [${some.join(', ')}], [${bits.join(', ')}], toUInt64(0))`;
      return `arrayReduce('groupBitOr', arrayMap(element -> ${bit}, ${this.#list})) AS ${this.#name}w${word}`;
    });
    const bits = all.map((_, place) => {
      const word = `${this.#name}w${Math.floor(place / ELEMENTS_OF_A_WORD)}`;
      return `bitTest(${word}, ${place % ELEMENTS_OF_A_WORD}) AS ${this.#name}_${place}`;
    });
    return [...words, ...bits];
  }
}

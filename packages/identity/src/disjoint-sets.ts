/** Which of the numbers 0 … size-1 belong together (union by size, path halving): nearly constant time a call. */
export class DisjointSets {
  readonly #parent: Uint32Array;
  readonly #size: Uint32Array;

  constructor(size: number) {
    this.#parent = Uint32Array.from({ length: size }, (_, index) => index);
    this.#size = new Uint32Array(size).fill(1);
  }

  /** The representative of a set; the same for all its members until the next {@link join}. */
  find(member: number): number {
    const parent = this.#parent;
    let at = member;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  }

  join(a: number, b: number): void {
    const [x, y] = [this.find(a), this.find(b)];
    if (x === y) return;
    const [small, large] = this.#size[x]! < this.#size[y]! ? [x, y] : [y, x];
    this.#parent[small] = large;
    this.#size[large] = this.#size[large]! + this.#size[small]!;
  }
}

import { Garbled, type Json, type JsonObject, type Spool } from '@clientele/connector-kit';
import { byNumber, readGid } from '../gid.js';
import type { Question } from '../questions/question.js';
import { type Line, readLine } from './line.js';

/** Objects as pages bring them: what their lists hold is in them, on one page. */
export interface Assembled {
  /** In the order of their numbers, in whatever order their lines came. */
  readonly objects: readonly Json[];
  /** Ids of objects of which parts came, and they themselves did not. */
  readonly orphaned: readonly string[];
}

/**
 * Puts together what a bulk operation writes: each object and each element of its lists is a line, in any order. Lines are put
 * aside by the object that they belong to, in so many parts that the objects of one fit into memory.
 */
export class Assembly {
  readonly #spool: Spool;
  readonly #parts: number;
  readonly #lists: ReadonlyMap<string, string>;
  readonly #names: readonly string[];

  constructor({ lists }: Pick<Question, 'lists'>, spool: Spool, parts: number) {
    this.#spool = spool;
    this.#parts = parts;
    this.#names = Object.keys(lists);
    this.#lists = new Map(Object.entries(lists).map(([name, { of }]) => [of, name]));
  }

  /** @param upTo where in the file the next line begins, in bytes */
  async take(lines: readonly string[], upTo: number): Promise<void> {
    const aside = lines.map((text) => [this.#partOf(text), text] as const);
    await this.#spool.put(aside, upTo);
  }

  async part(number: number): Promise<Assembled> {
    const objects = new Map<string, JsonObject>();
    const lists = new Map<string, Map<string, Json[]>>();
    for (const text of await this.#spool.part(number)) {
      const line = readLine(text);
      if (line.parent === undefined) objects.set(line.id ?? '', line.said);
      else listIn(lists, line.parent, this.#nameOf(line)).push(line.said);
    }
    const sorted = [...objects].sort(([a], [b]) => byNumber(numberIn(a), numberIn(b)));
    return {
      objects: sorted.map(([id, said]) => ({ ...said, ...this.#listsOf(lists.get(id)) })),
      orphaned: [...lists.keys()].filter((id) => !objects.has(id)),
    };
  }

  #partOf(text: string): number {
    const { id, parent } = readLine(text);
    const belongsTo = parent ?? id;
    if (belongsTo === undefined) throw new Garbled('a line of a bulk operation says neither its id nor whose it is');
    return hash(belongsTo) % this.#parts;
  }

  /** The list that a line is an element of. */
  #nameOf({ type = '', id = '' }: Line): string {
    const name = this.#lists.get(type) ?? this.#lists.get(readGid(id)?.type ?? '');
    if (name === undefined) throw new Garbled('a bulk operation brought something that was not asked for');
    return name;
  }

  #listsOf(lists: ReadonlyMap<string, Json[]> | undefined): JsonObject {
    return Object.fromEntries(this.#names.map((name) => [name, { nodes: lists?.get(name) ?? [] }]));
  }
}

function listIn(lists: Map<string, Map<string, Json[]>>, id: string, name: string): Json[] {
  const own = lists.get(id) ?? new Map<string, Json[]>();
  lists.set(id, own);
  const list = own.get(name) ?? [];
  own.set(name, list);
  return list;
}

function numberIn(gid: string): string {
  return readGid(gid)?.number ?? gid;
}

/** FNV-1a, so that objects are spread evenly over parts, the same in each process. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let place = 0; place < text.length; place += 1) value = Math.imul(value ^ text.charCodeAt(place), 0x01000193);
  return value >>> 0;
}

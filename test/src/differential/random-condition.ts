import type { Condition } from '@clientele/segmentation';
import { CELLS, type Cell } from './cells.js';
import type { Random } from './random.js';
import type { ShopValues } from './shop-values.js';

/** Draws all cells in a random order, then all again: each is drawn about equally often. Counts what was drawn. */
export class Deck {
  readonly drawn = new Map<string, number>(CELLS.map((cell) => [cell.name, 0]));
  #left: Cell[] = [];

  draw(random: Random): Cell {
    if (this.#left.length === 0) this.#left = random.shuffled(CELLS);
    const cell = this.#left.pop();
    if (cell === undefined) throw new Error('there are no cells');
    this.count(cell.name);
    return cell;
  }

  count(name: string): void {
    this.drawn.set(name, (this.drawn.get(name) ?? 0) + 1);
  }
}

const DEEPEST = 3;

/** What holds for nobody or for everybody shows few mistakes, so another one of its kind is drawn, mostly. */
const MOST_TRIES = 3;

/** A condition about a shop: a single test or a tree of them. `handles` are the segments that it may refer to. */
export function randomCondition(
  random: Random,
  values: ShopValues,
  deck: Deck,
  handles: readonly string[],
  depth = 0,
): Condition {
  const inner = () => randomCondition(random, values, deck, handles, depth + 1);
  const shape = depth >= DEEPEST ? 1 : random.fraction();
  if (shape < 0.3) {
    const kind = shape < 0.15 ? 'and' : 'or';
    deck.count(kind.toUpperCase());
    return chain(kind, random.several(2, 3, inner));
  }
  if (shape < 0.45) {
    deck.count('NOT');
    return { kind: 'not', condition: inner() };
  }
  if (shape < 0.5 && handles.length > 0) {
    deck.count('in_segment');
    return { kind: 'segment', handle: random.pick(handles) };
  }
  if (shape < 0.53) {
    const isListed = random.chance(0.6);
    deck.count(isListed ? 'listed' : 'in_hold_out');
    if (!isListed) return { kind: 'hold-out' };
    return { kind: 'listed', as: random.pick(['added', 'excluded']), handle: random.pick(['first', 'second']) };
  }
  const cell = deck.draw(random);
  for (let tries = 1; ; tries += 1) {
    const condition = cell.build(random, values);
    if (tries === MOST_TRIES || values.tellsApart(condition)) return condition;
  }
}

/** An AND has no AND directly in it, an OR no OR. */
export function chain(kind: 'and' | 'or', parts: readonly Condition[]): Condition {
  return { kind, conditions: parts.flatMap((part) => (part.kind === kind ? part.conditions : [part])) };
}

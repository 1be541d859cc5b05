import type { Condition } from '../tree/condition.js';
import { type BitSet, complement, intersection, union } from './bit-set.js';

/** How a condition follows from bits: each a single condition, by its number from 0, or who is a member of a segment. */
export type Fold =
  | { readonly kind: 'bit'; readonly at: number }
  | { readonly kind: 'member'; readonly of: string }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Fold[] }
  | { readonly kind: 'not'; readonly part: Fold };

/** Takes a condition apart into AND, OR and NOT over single ones. */
export function foldOf(condition: Condition, single: (leaf: Leaf) => Fold): Fold {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { kind: condition.kind, parts: condition.conditions.map((part) => foldOf(part, single)) };
    case 'not':
      return { kind: 'not', part: foldOf(condition.condition, single) };
    default:
      return single(condition);
  }
}

/** A single condition: none of AND, OR and NOT. */
export type Leaf = Exclude<Condition, { readonly kind: 'and' | 'or' | 'not' }>;

/** Whom a condition selects, where that is known of its bits. */
export function folded(fold: Fold, bit: (at: number) => BitSet, member: (of: string) => BitSet): BitSet {
  switch (fold.kind) {
    case 'bit':
      return bit(fold.at);
    case 'member':
      return member(fold.of);
    case 'not':
      return complement(folded(fold.part, bit, member));
    default: {
      const both = fold.kind === 'and' ? intersection : union;
      return fold.parts.map((part) => folded(part, bit, member)).reduce(both);
    }
  }
}

/** The same as SQL over columns of 1 and 0, each computed once: AND and OR would compute a part wherever they need it. */
export function foldSql(fold: Fold, bit: (at: number) => string, member: (of: string) => string): string {
  switch (fold.kind) {
    case 'bit':
      return bit(fold.at);
    case 'member':
      return member(fold.of);
    case 'not':
      return `bitXor(${foldSql(fold.part, bit, member)}, 1)`;
    default: {
      const both = fold.kind === 'and' ? 'bitAnd' : 'bitOr';
      const parts = fold.parts.map((part) => foldSql(part, bit, member));
      return parts.reduce((left, right) => `${both}(${left}, ${right})`);
    }
  }
}

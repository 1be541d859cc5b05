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

/** What bits, members, AND, OR and NOT are: sets, or SQL. */
interface Meaning<T> {
  readonly bit: (at: number) => T;
  readonly member: (of: string) => T;
  readonly not: (part: T) => T;
  readonly and: (left: T, right: T) => T;
  readonly or: (left: T, right: T) => T;
}

function meant<T>(fold: Fold, meaning: Meaning<T>): T {
  switch (fold.kind) {
    case 'bit':
      return meaning.bit(fold.at);
    case 'member':
      return meaning.member(fold.of);
    case 'not':
      return meaning.not(meant(fold.part, meaning));
    default:
      return fold.parts.map((part) => meant(part, meaning)).reduce(meaning[fold.kind]);
  }
}

/** Whom a condition selects, where that is known of its bits. */
export function folded(fold: Fold, bit: (at: number) => BitSet, member: (of: string) => BitSet): BitSet {
  return meant(fold, { bit, member, not: complement, and: intersection, or: union });
}

/** The same as SQL over columns of 1 and 0, each computed once: AND and OR would compute a part wherever they need it. */
export function foldSql(fold: Fold, bit: (at: number) => string, member: (of: string) => string): string {
  return meant(fold, {
    bit,
    member,
    not: (part) => `bitXor(${part}, 1)`,
    and: (left, right) => `bitAnd(${left}, ${right})`,
    or: (left, right) => `bitOr(${left}, ${right})`,
  });
}

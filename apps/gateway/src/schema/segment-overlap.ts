import type { Family, Overlap, OverlappingPair as Pair } from '@clientele/pipeline';
import { Arg, Field, Float, Int, ObjectType } from 'type-graphql';
import { Long } from './field-rules.js';
import { Segment } from './segment.js';

@ObjectType({ description: 'Two segments with a member in common.' })
export class OverlappingPair {
  @Field(() => Segment)
  readonly one: Segment;

  @Field(() => Segment)
  readonly other: Segment;

  @Field(() => Int, { description: 'Members of both.' })
  readonly both: number;

  @Field(() => Float, { description: 'By the members of either, 0 to 1; of 1 they have the same members.' })
  readonly jaccard: number;

  @Field(() => Float, { description: 'The part of the members of the one who are in the other, 0 to 1.' })
  readonly ofOne: number;

  @Field(() => Float, { description: 'The part of the members of the other who are in the one, 0 to 1.' })
  readonly ofOther: number;

  constructor({ one, other, both, jaccard, ofOne, ofOther }: Pair) {
    this.one = new Segment(one);
    this.other = new Segment(other);
    this.both = both;
    this.jaccard = jaccard;
    this.ofOne = ofOne;
    this.ofOther = ofOther;
  }
}

const FIRST = { defaultValue: 50, description: '1 to 250.' } as const;

@ObjectType({ description: 'How far segments overlap.' })
export class SegmentOverlap {
  readonly #found: Overlap;

  constructor(found: Overlap) {
    this.#found = found;
  }

  @Field(() => Int, { description: 'Pairs with a member in common.' })
  get pairCount(): number {
    return this.#found.pairs.length;
  }

  @Long(({ first }) => Number(first))
  @Field(() => [OverlappingPair], { description: 'Those pairs, the most alike first.' })
  pairs(@Arg('first', () => Int, FIRST) first = FIRST.defaultValue): OverlappingPair[] {
    return this.#found.pairs.slice(0, first).map((pair) => new OverlappingPair(pair));
  }
}

@ObjectType({ description: 'How many profiles are in none, one and more of some segments.' })
export class SegmentFamily {
  readonly #found: Family;

  constructor(found: Family) {
    this.#found = found;
  }

  @Field(() => Boolean, { description: 'Everybody is in exactly one.' })
  get divides(): boolean {
    return this.#found.divides;
  }

  @Field(() => Int, { description: 'All profiles of the shop.' })
  get of(): number {
    return this.#found.of;
  }

  @Field(() => Int)
  get inNone(): number {
    return this.#found.inNone;
  }

  @Field(() => Int)
  get inOne(): number {
    return this.#found.inOne;
  }

  @Field(() => Int)
  get inMore(): number {
    return this.#found.inMore;
  }

  @Long(({ first }) => Number(first))
  @Field(() => [OverlappingPair], { description: 'Pairs with a member in common, the most alike first.' })
  pairs(@Arg('first', () => Int, FIRST) first = FIRST.defaultValue): OverlappingPair[] {
    return this.#found.pairs.slice(0, first).map((pair) => new OverlappingPair(pair));
  }
}

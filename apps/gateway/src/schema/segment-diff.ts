import type { Concerned, Difference, FoundProfile } from '@clientele/pipeline';
import { Arg, Field, Int, ObjectType } from 'type-graphql';
import { Long } from './field-rules.js';
import { Money } from './money.js';
import { Profile } from './profile.js';
import { STALE, StaleReference } from './stale-reference.js';
import { UserError } from './user-error.js';

/** How many of each side may be looked at. */
export const LARGEST_SAMPLE = 25;

@ObjectType({ description: 'Profiles that a change of a segment would concern.' })
export class ConcernedProfiles {
  @Field(() => Int)
  readonly count: number;

  @Field(() => Money, { description: 'What they spent.' })
  readonly revenue: Money;

  readonly #sample: readonly FoundProfile[];

  constructor({ count, revenue, sample }: Concerned, currency: string) {
    this.count = count;
    this.revenue = new Money(revenue, currency);
    this.#sample = sample;
  }

  @Long(({ first }) => Number(first))
  @Field(() => [Profile], { description: 'The first of them.' })
  sample(
    @Arg('first', () => Int, { defaultValue: 3, description: `1 to 250; there are at most ${LARGEST_SAMPLE}.` })
    first = 3,
  ): Profile[] {
    return this.#sample.slice(0, first).map((found) => new Profile(found));
  }
}

@ObjectType({ description: 'What another query would change in a segment. Null but `userErrors` where it is wrong.' })
export class SegmentDiff {
  @Field(() => ConcernedProfiles, { nullable: true, description: 'Who is in the query and not in the segment.' })
  readonly entering: ConcernedProfiles | null;

  @Field(() => ConcernedProfiles, { nullable: true, description: 'Who is in the segment and not in the query.' })
  readonly leaving: ConcernedProfiles | null;

  @Field(() => ConcernedProfiles, { nullable: true, description: 'Who is in both.' })
  readonly staying: ConcernedProfiles | null;

  @Field(() => [StaleReference], { description: STALE })
  readonly stale: readonly StaleReference[];

  @Field(() => [UserError])
  readonly userErrors: readonly UserError[];

  constructor(found: Difference | undefined, currency: string, userErrors: readonly UserError[]) {
    const side = (concerned: Concerned | undefined) =>
      concerned === undefined ? null : new ConcernedProfiles(concerned, currency);
    this.entering = side(found?.entering);
    this.leaving = side(found?.leaving);
    this.staying = side(found?.staying);
    this.stale = (found?.stale ?? []).map((one) => new StaleReference(one));
    this.userErrors = userErrors;
  }
}

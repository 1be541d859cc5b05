import type { Instant } from '@clientele/model';
import type { SegmentFreshness as Found } from '@clientele/pipeline';
import { Field, ObjectType } from 'type-graphql';
import { FreshnessStateEnum, OwedReasonEnum } from './enums.js';
import { InstantScalar } from './scalars.js';

@ObjectType({ description: 'What members have still to follow.' })
export class OwedChange {
  @Field(() => OwedReasonEnum)
  readonly reason: string;

  @Field(() => InstantScalar)
  readonly since: Instant;

  constructor({ reason, since }: Found['owed'][number]) {
    this.reason = reason;
    this.since = since;
  }
}

@ObjectType({ description: 'How stale the members of a segment can be, and how stale they are.' })
export class SegmentFreshness {
  @Field(() => String, { description: 'What its members follow, as a sentence.' })
  readonly words: string;

  @Field(() => FreshnessStateEnum)
  readonly state: string;

  @Field(() => [OwedChange], { description: 'Nothing where they are current.' })
  readonly owed: readonly OwedChange[];

  constructor({ words, state, owed }: Found) {
    this.words = words;
    this.state = state;
    this.owed = owed.map((one) => new OwedChange(one));
  }
}

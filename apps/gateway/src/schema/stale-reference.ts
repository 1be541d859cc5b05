import type { Instant } from '@clientele/model';
import type { RecordedOtherwise as Otherwise, StaleReference as Stale } from '@clientele/pipeline';
import { Field, ObjectType } from 'type-graphql';
import { AnsweredByEnum } from './enums.js';
import { ForWidgets } from './field-rules.js';
import { InstantScalar } from './scalars.js';
import { OwedChange } from './segment-freshness.js';

@ObjectType({
  description:
    'A segment that a query refers to, directly or through others, whose members are not who it asks for now.',
})
export class StaleReference {
  @Field(() => String, { description: 'Its handle.' })
  readonly segment: string;

  @Field(() => AnsweredByEnum)
  readonly answeredBy: string;

  @Field(() => InstantScalar, {
    nullable: true,
    description: 'As of when its members are; null where no evaluation holds for what it asks now.',
  })
  readonly evaluatedAt: Instant | null;

  @Field(() => [OwedChange], { description: 'What its members have still to follow.' })
  readonly owed: readonly OwedChange[];

  @Field(() => String, { description: 'The same as a sentence.' })
  readonly message: string;

  constructor({ segment, answeredBy, evaluatedAt, owed, message }: Stale) {
    this.segment = segment;
    this.answeredBy = answeredBy;
    this.evaluatedAt = evaluatedAt;
    this.owed = owed.map((one) => new OwedChange(one));
    this.message = message;
  }
}

export const STALE =
  "Segments that the query refers to whose members are not current; nothing at another time than the shop's own, where " +
  'only queries are asked.';

@ObjectType({ description: 'A segment of which another answer is recorded than its query gives now.' })
export class RecordedOtherwise {
  @ForWidgets()
  @Field(() => String, { description: 'Its handle.' })
  readonly segment: string;

  @ForWidgets()
  @Field(() => Boolean, { description: 'Whether the profile is recorded as a member: counts of members go by that.' })
  readonly recorded: boolean;

  @ForWidgets()
  @Field(() => Boolean, { description: 'Whether its query selects the profile now.' })
  readonly byQuery: boolean;

  constructor({ segment, recorded, byQuery }: Otherwise) {
    this.segment = segment;
    this.recorded = recorded;
    this.byQuery = byQuery;
  }
}

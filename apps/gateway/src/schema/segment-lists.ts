import type { UnknownPerson as Unknown } from '@clientele/pipeline';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DecisionEnum, UnknownPersonEnum } from './enums.js';
import { Segment } from './segment.js';
import { UserError } from './user-error.js';

@InputType()
export class SegmentSnapshotInput {
  @Field(() => String)
  readonly name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'A query, or the handle of a segment, whose members the list begins with; it is empty without it.',
  })
  readonly query?: string | null;

  @Field(() => String, { nullable: true })
  readonly description?: string | null;

  @Field(() => String, { nullable: true, description: 'Why, for whoever asks later.' })
  readonly reason?: string | null;
}

@InputType()
export class SegmentDecideInput {
  @Field(() => ID, { description: 'Of the segment.' })
  readonly id!: string;

  @Field(() => DecisionEnum)
  readonly decision!: string;

  @Field(() => [String], {
    description:
      'At most 1,000: ids of profiles or customer records, e-mail addresses or telephone numbers with their country code.',
  })
  readonly people!: string[];

  @Field(() => String, { nullable: true, description: 'Why, for whoever asks later.' })
  readonly reason?: string | null;
}

@ObjectType({ description: 'Somebody who was named and is not one person of the shop.' })
export class UnknownPerson {
  @Field(() => Int, { description: 'Which of the people that were named; from 0.' })
  readonly index: number;

  @Field(() => UnknownPersonEnum)
  readonly reason: string;

  constructor({ place, reason }: Unknown) {
    this.index = Number(place);
    this.reason = reason;
  }
}

@ObjectType({ description: 'What became of decisions about people.' })
export class SegmentDecidePayload {
  @Field(() => Segment, { nullable: true, description: 'Null where it was refused.' })
  readonly segment: Segment | null;

  @Field(() => Int, { description: 'How many people were decided about; those unknown are left out.' })
  readonly people: number;

  @Field(() => [UnknownPerson])
  readonly unknown: readonly UnknownPerson[];

  @Field(() => [UserError])
  readonly userErrors: readonly UserError[];

  constructor(payload: SegmentDecidePayload) {
    this.segment = payload.segment;
    this.people = payload.people;
    this.unknown = payload.unknown;
    this.userErrors = payload.userErrors;
  }
}

import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Segment } from './segment.js';
import { UserError } from './user-error.js';

@InputType()
export class SegmentCreateInput {
  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly query!: string;

  @Field(() => String, { nullable: true })
  readonly description?: string | null;
}

@InputType()
export class SegmentUpdateInput {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { nullable: true })
  readonly name?: string | null;

  @Field(() => String, { nullable: true })
  readonly query?: string | null;

  @Field(() => String, { nullable: true })
  readonly description?: string | null;

  @Field(() => Int, { nullable: true, description: 'Refused when the segment has another version by now.' })
  readonly expectedVersion?: number | null;
}

@ObjectType({ description: 'What became of a change to a segment.' })
export class SegmentPayload {
  @Field(() => Segment, {
    nullable: true,
    description: 'As it is now (as it was, where it was deleted); null where it was refused.',
  })
  readonly segment: Segment | null;

  @Field(() => [UserError])
  readonly userErrors: readonly UserError[];

  constructor(segment: Segment | null, userErrors: readonly UserError[]) {
    this.segment = segment;
    this.userErrors = userErrors;
  }
}

@ObjectType({ description: 'What became of templates that were to be saved.' })
export class SegmentsPayload {
  @Field(() => [Segment], {
    description: 'The segments that were made; those whose name the shop had are not among them.',
  })
  readonly segments: readonly Segment[];

  @Field(() => [UserError])
  readonly userErrors: readonly UserError[];

  constructor(segments: readonly Segment[], userErrors: readonly UserError[]) {
    this.segments = segments;
    this.userErrors = userErrors;
  }
}

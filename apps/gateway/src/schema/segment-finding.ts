import type { HealthFinding } from '@clientele/pipeline';
import { Field, Int, ObjectType } from 'type-graphql';
import { HealthCodeEnum } from './enums.js';
import { Segment } from './segment.js';

@ObjectType({ description: "Something about a shop's segments that is worth a look." })
export class SegmentFinding {
  @Field(() => HealthCodeEnum)
  readonly code: string;

  @Field(() => Segment, { nullable: true, description: 'Null where it is about all segments together.' })
  readonly segment: Segment | null;

  @Field(() => Segment, { nullable: true, description: 'The segment that it is like.' })
  readonly other: Segment | null;

  @Field(() => Int, { description: 'How many profiles it is about.' })
  readonly count: number;

  @Field(() => String, { description: 'What it is, how many it is about, and what to do.' })
  readonly message: string;

  constructor({ code, segment, other, count, message }: HealthFinding) {
    this.code = code;
    this.segment = segment && new Segment(segment);
    this.other = other && new Segment(other);
    this.count = count;
    this.message = message;
  }
}

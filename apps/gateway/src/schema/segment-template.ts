import type { OfferedTemplate } from '@clientele/pipeline';
import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A segment to begin with.' })
export class SegmentTemplate {
  @Field(() => String, { description: 'What it is saved by.' })
  readonly handle: string;

  @Field(() => String)
  readonly name: string;

  @Field(() => String)
  readonly description: string;

  @Field(() => String, { description: 'Canonical text.' })
  readonly query: string;

  @Field(() => Int, { description: 'Profiles that it would select now.' })
  readonly count: number;

  @Field(() => Boolean, { description: 'Whether the shop has a segment of that name.' })
  readonly saved: boolean;

  constructor({ handle, name, description, query, count, saved }: OfferedTemplate) {
    this.handle = handle;
    this.name = name;
    this.description = description;
    this.query = query;
    this.count = count;
    this.saved = saved;
  }
}

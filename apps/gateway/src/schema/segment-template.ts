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

  @Field(() => String, { description: 'What it is about: `loyalty`, `lifecycle`, `occasion` …' })
  readonly group: string;

  @Field(() => String, { description: 'What a shop must know of people for it to find anybody.' })
  readonly needs: string;

  @Field(() => String, {
    nullable: true,
    description: 'What to put in place of its own products, places and words; null where it can be taken as it is.',
  })
  readonly change: string | null;

  @Field(() => String, { description: 'What to say to its members.' })
  readonly message: string;

  @Field(() => String, { description: 'What to give them.' })
  readonly offer: string;

  @Field(() => String, { description: 'When.' })
  readonly timing: string;

  @Field(() => String, { description: 'Through what.' })
  readonly channel: string;

  @Field(() => Int, { description: 'Profiles that it would select now.' })
  readonly count: number;

  @Field(() => Boolean, { description: 'Whether the shop has a segment of that name.' })
  readonly saved: boolean;

  constructor(offered: OfferedTemplate) {
    this.handle = offered.handle;
    this.name = offered.name;
    this.description = offered.description;
    this.query = offered.query;
    this.group = offered.group;
    this.needs = offered.needs;
    this.change = offered.change;
    this.message = offered.message;
    this.offer = offered.offer;
    this.timing = offered.timing;
    this.channel = offered.channel;
    this.count = offered.count;
    this.saved = offered.saved;
  }
}

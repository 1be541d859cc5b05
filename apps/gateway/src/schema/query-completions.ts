import type { Completion, Completions } from '@clientele/segmentation';
import { Field, Int, ObjectType } from 'type-graphql';
import { CompletionKindEnum } from './enums.js';

/** So many are shown at most: who wants others goes on writing. */
const MOST = 50;

@ObjectType({ description: 'Something that may come next in a query.' })
export class QueryCompletion {
  @Field(() => CompletionKindEnum)
  readonly kind: string;

  @Field(() => String, { description: 'What a list shows.' })
  readonly label: string;

  @Field(() => String, { description: 'What takes the place of the range.' })
  readonly insert: string;

  @Field(() => String, { description: 'One line, perhaps empty.' })
  readonly description: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Of a value, how many profiles have it; of a segment, its members.',
  })
  readonly profiles: number | null;

  constructor({ kind, label, insert, description, profiles }: Completion) {
    this.kind = kind;
    this.label = label;
    this.insert = insert;
    this.description = description;
    this.profiles = profiles;
  }
}

@ObjectType({ description: 'What may come next at a place of a query.' })
export class QueryCompletions {
  @Field(() => Int, {
    description: 'The range that an insertion takes the place of: from here, in UTF-16 units from 0.',
  })
  readonly from: number;

  @Field(() => Int, { description: 'To before this one.' })
  readonly to: number;

  @Field(() => [QueryCompletion], { description: `The best first, at most ${MOST}.` })
  readonly completions: readonly QueryCompletion[];

  constructor({ from, to, completions }: Completions) {
    this.from = from;
    this.to = to;
    this.completions = completions.slice(0, MOST).map((completion) => new QueryCompletion(completion));
  }
}

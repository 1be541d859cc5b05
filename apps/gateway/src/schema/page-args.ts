import { ArgsType, Field, Int } from 'type-graphql';
import { DEFAULT_PAGE } from './connection.js';

@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: DEFAULT_PAGE, description: '1 to 250.' })
  readonly first!: number;

  @Field(() => String, { nullable: true, description: 'A cursor: the page behind it.' })
  readonly after?: string | null;
}

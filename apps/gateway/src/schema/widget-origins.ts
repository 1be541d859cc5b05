import { Field, ObjectType } from 'type-graphql';
import { UserError } from './user-error.js';

@ObjectType({ description: 'What became of a change to the origins that may show widgets.' })
export class WidgetOriginsPayload {
  @Field(() => [String], { description: 'As they are now.' })
  readonly widgetOrigins: readonly string[];

  @Field(() => [UserError])
  readonly userErrors: readonly UserError[];

  constructor(widgetOrigins: readonly string[], userErrors: readonly UserError[]) {
    this.widgetOrigins = widgetOrigins;
    this.userErrors = userErrors;
  }
}

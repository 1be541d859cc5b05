import { Field, Int, ObjectType } from 'type-graphql';
import { ShopConnection } from './shop-connection.js';
import { UserError } from './user-error.js';

@ObjectType({ description: 'What became of a connection.' })
export class ConnectionPayload {
  @Field(() => ShopConnection, { nullable: true, description: 'As it is now; null where there is no such connection.' })
  readonly connection: ShopConnection | null;

  @Field(() => [UserError])
  readonly userErrors: readonly UserError[];

  constructor(connection: ShopConnection | null, userErrors: readonly UserError[]) {
    this.connection = connection;
    this.userErrors = userErrors;
  }
}

@ObjectType({ description: 'What became of refused input that was to be tried again.' })
export class RefusedRetryPayload {
  @Field(() => ShopConnection, { nullable: true, description: 'As it is now; null where there is no such connection.' })
  readonly connection: ShopConnection | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How much was taken in; null where all is tried, which goes on behind the answer: see `isRetrying`.',
  })
  readonly accepted: number | null;

  @Field(() => [UserError])
  readonly userErrors: readonly UserError[];

  constructor(connection: ShopConnection | null, accepted: number | null, userErrors: readonly UserError[]) {
    this.connection = connection;
    this.accepted = accepted;
    this.userErrors = userErrors;
  }
}

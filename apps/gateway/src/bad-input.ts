import { GraphQLError } from 'graphql';

/** An argument that cannot be right; `message` says what to give instead. */
export function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

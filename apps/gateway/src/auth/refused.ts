import { GraphQLError } from 'graphql';

/** Nobody is known to ask, or no longer. */
export function unauthenticated(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });
}

/** Who asks is known, and nothing of theirs can be opened now. */
export function closed(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'CLOSED', http: { status: 503 } } });
}

/** Who asks is known and may not. */
export function forbidden(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'FORBIDDEN', http: { status: 403 } } });
}

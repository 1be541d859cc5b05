import { GraphQLError } from 'graphql';

/** An operation that is refused before anything runs: for who asks to mend. A 500, as without a status, is retried. */
export function refusedOperation(code: string, message: string, more: Readonly<Record<string, unknown>> = {}) {
  return new GraphQLError(message, { extensions: { code, ...more, http: { status: 400 } } });
}

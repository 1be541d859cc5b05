import type { QueryFault } from '@clientele/pipeline';
import { GraphQLError } from 'graphql';

/** For lists: a query that cannot be read is never taken for one that selects everybody. */
export function queryRefused(faults: readonly QueryFault[]): GraphQLError {
  const [first] = faults;
  const place = first === undefined ? '' : ` (line ${first.line}, column ${first.column})`;
  const hint = first?.hint == null ? '' : `. ${first.hint}`;
  return new GraphQLError(`The query cannot be read: ${first?.message ?? 'it is empty'}${place}${hint}`, {
    extensions: {
      code: 'BAD_QUERY',
      faults: faults.map(({ code, message, line, column, hint }) => ({ code, message, line, column, hint })),
    },
  });
}

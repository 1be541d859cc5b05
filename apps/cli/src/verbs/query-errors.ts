import type { QueryFault } from '@clientele/pipeline';
import { CommandError } from '../command-error.js';

/** `1:14 'amount_spend' is no attribute`, with the suggestion on the same line. */
export function errorLine({
  line,
  column,
  message,
  hint,
}: Pick<QueryFault, 'line' | 'column' | 'message' | 'hint'>): string {
  return `${line}:${column} ${message}${hint === null ? '' : `. ${hint}`}`;
}

/** For verbs to which an invalid query is wrong usage. */
export function invalidQuery(errors: readonly QueryFault[]): CommandError {
  return new CommandError(
    2,
    ['The query cannot be read:', ...errors.map((error) => `  ${errorLine(error)}`)].join('\n'),
  );
}

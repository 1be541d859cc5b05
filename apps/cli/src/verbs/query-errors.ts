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

/** A word that stands alone is meant as the handle of a segment. */
const LONE_WORD = /^[\w-]+$/;

/** For verbs to which an invalid query is wrong usage, also where it was to be the id or handle of a segment. */
export function invalidQuery(errors: readonly QueryFault[], text: string): CommandError {
  const lines = ['The query cannot be read:', ...errors.map((error) => `  ${errorLine(error)}`)];
  if (LONE_WORD.test(text))
    lines.push(`There is no segment '${text}' either: clientele segment list shows those saved.`);
  return new CommandError(2, lines.join('\n'));
}

import { CommandError } from '../command-error.js';

/** No such segment and a name that is none are bad input; everything else is a no to what was asked. */
const BAD_INPUT = new Set([
  'segment.not-found',
  'segment.bad-name',
  'segment.ambiguous-name',
  'list.bad-reason',
  'list.too-many',
  'list.bad-cursor',
]);

export function refusedEdit({ code, message }: { readonly code: string; readonly message: string }): CommandError {
  const sentence = message.charAt(0).toUpperCase() + message.slice(1);
  return new CommandError(BAD_INPUT.has(code) ? 2 : 1, sentence);
}

import { InvalidArgumentError } from 'commander';
import type { Asked, Verb } from './verbs/verb.js';

/** Runs a verb with what its own arguments say; `out` is the file for its text, standard output without it. */
export type Run = <Input extends Asked, Output>(
  verb: Verb<Input, Output>,
  input: Omit<Input, keyof Asked>,
  out?: string,
) => Promise<void>;

/** An option's value that counts something. @throws InvalidArgumentError */
export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError(`'${text}' is not a whole number.`);
  return Number(text);
}

/** The end of a help text. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}

import { CUSTOM_TYPES } from '@clientele/segmentation';
import { InvalidArgumentError } from 'commander';
import type { ShopAttributesInput } from './verbs/shop-attributes.js';
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

/** An option's value that counts something of which there must be one. @throws InvalidArgumentError */
export function atLeastOne(text: string): number {
  const number = wholeNumber(text);
  if (number === 0) throw new InvalidArgumentError('It must be at least 1.');
  return number;
}

/** The number of a port; 0 is any that is free. @throws InvalidArgumentError */
export function portNumber(text: string): number {
  const number = wholeNumber(text);
  if (number > 65_535) throw new InvalidArgumentError(`'${text}' is no port: ports go up to 65535.`);
  return number;
}

/** A custom attribute with its type, `attributes.shoe_size=number`, after those given before. @throws InvalidArgumentError */
export function declaredType(text: string, before: ShopAttributesInput['declare']): ShopAttributesInput['declare'] {
  const at = text.lastIndexOf('=');
  const type = CUSTOM_TYPES.find((each) => each === text.slice(at + 1));
  if (at < 1 || type === undefined) {
    throw new InvalidArgumentError(`Write an attribute and one of ${CUSTOM_TYPES.join(', ')}: attributes.size=number.`);
  }
  return [...before, { name: text.slice(0, at), type }];
}

/** The end of a help text. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}

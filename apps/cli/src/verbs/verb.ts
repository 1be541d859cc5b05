import type { House } from '../house.js';
import type { Terminal } from '../terminal/terminal.js';

/** What stands on every command line. */
export interface Asked {
  readonly shop: string;
  /** As of when, where the asker named a time: a day, or a date and time, in the shop's time zone. */
  readonly now?: string;
}

/** What a verb tells whoever waits for it. */
export interface Progress {
  readonly label: string;
  readonly done: number;
  /** 0 where nobody knows. */
  readonly of: number;
}
export type Report = (progress: Progress) => void;
/** Hands text to whoever waits, beside the answer; settles when it is taken. */
export type Write = (text: string) => Promise<void>;

/** What a verb answers: the document that `--json` prints, and whether the answer is no, or something was out of reach. */
export interface Answer<Output> {
  readonly output: Output;
  readonly exit: 0 | 1 | 3;
}

/**
 * One verb of the command line. It runs where the stores are open: in this process, or in the server that owns the data
 * directory; input and output are plain JSON, so it makes no difference. A verb that makes a file hands its text over
 * piece by piece; where nobody takes it, it is given no `write`.
 */
export interface Verb<Input extends Asked, Output> {
  readonly name: string;
  readonly run: (house: House, input: Input, report: Report, write?: Write) => Promise<Answer<Output>>;
  /** The text that it hands over is its answer in JSON, of which there may be more than fits in memory; not for a person to read. */
  readonly writesJson?: true;
  /** Whether it answers as of the time that `--now` names; the others refuse that. */
  readonly takesNow?: true;
  /** Where no stores were ever made: the verb makes them, or answers without. The others say that there is no data. */
  readonly withoutStores?: 'made' | ((input: Input) => Answer<Output> | Promise<Answer<Output>>);
  /** Shows the output to a person. */
  readonly print: (output: Output, terminal: Terminal, input: Input) => void;
}

export function yes<Output>(output: Output): Answer<Output> {
  return { output, exit: 0 };
}

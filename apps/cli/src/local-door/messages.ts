import type { ExitStatus } from '../command-error.js';
import type { Answer, Asked, Progress } from '../verbs/verb.js';

/** What a command asks of the server that owns its data directory: one JSON document. */
export interface DoorRequest {
  readonly verb: string;
  readonly input: Asked;
  /** Whether text is taken. */
  readonly takesText: boolean;
}

/** What comes back: lines of JSON, the last of them an answer or a refusal. */
export type DoorMessage =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'answer'; readonly answer: Answer<unknown> }
  | { readonly kind: 'refusal'; readonly exit: ExitStatus; readonly message: string };

/** 1: the answer is no; 2: wrong usage or bad input; 3: a store or a channel could not be reached. */
export type ExitStatus = 1 | 2 | 3;

/** Ends a command with an exit status and one sentence that says what, where and how to fix it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exit: ExitStatus;

  constructor(exit: ExitStatus, message: string) {
    super(message);
    this.exit = exit;
  }
}

import { CommanderError } from 'commander';
import { program } from './program.js';
import { failureOf } from './run-verb.js';

/** How a command ended: its exit status, and the sentence about what went wrong where nobody has said it yet. */
export interface Ended {
  readonly status: number;
  readonly message?: string;
}

/** Runs one command, which writes to this process's output; `start` goes on when this settles. */
export async function commandLine(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<Ended> {
  let status = 0;
  try {
    await program(environment, (answered) => {
      status = answered;
    }).parseAsync(args, { from: 'user' });
    return { status };
  } catch (error) {
    // Commander has said what is wrong; help and version are no errors.
    if (error instanceof CommanderError) return { status: error.exitCode === 0 ? 0 : 2 };
    const { exit, message } = failureOf(error);
    return { status: exit, message };
  }
}

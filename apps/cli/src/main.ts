import { CommanderError } from 'commander';
import { program } from './program.js';
import { failureOf } from './run-verb.js';

// Whoever reads our output may have seen enough, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await program(process.env, (status) => {
    process.exitCode = status;
  }).parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has said what is wrong; help and version are no errors.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    const { exit, message } = failureOf(error);
    // A server that could not start has its stores open; they are safe at any moment.
    process.stderr.write(`${message}\n`, () => process.exit(exit));
  }
}

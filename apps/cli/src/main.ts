import { commandLine } from './command-line.js';
import { harmless } from './terminal/harmless.js';

// Whoever reads our output may have seen enough, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

const { status, message } = await commandLine(process.argv.slice(2), process.env);
process.exitCode = status;
// A server that could not start has its stores open; they are safe at any moment.
if (message !== undefined) process.stderr.write(`${harmless(message)}\n`, () => process.exit(status));

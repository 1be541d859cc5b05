#!/usr/bin/env -S node --heap-growing-percent=40 --max-semi-space-size=16
// The launcher: committed, because npm links no bin whose file is missing at install. It runs the built program on a
// Node that is new enough: this one, or the one that came with the install (first on PATH under npm and npx anyway).
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isatty } from 'node:tty';
import { fileURLToPath, pathToFileURL } from 'node:url';

const OLDEST_NODE = 22;
/** Collect garbage before asking for memory, as in the first line: an import then takes a third of it, hardly slower. */
const LEAN_HEAP = ['--heap-growing-percent=40', '--max-semi-space-size=16'];
const program = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist', 'main.js');

/** Path of the Node that came with the install, or undefined on a platform it is not packaged for. */
function ownNode() {
  const require = createRequire(import.meta.url);
  try {
    return join(dirname(require.resolve(`node-${process.platform}-${process.arch}/package.json`)), 'bin', 'node');
  } catch {
    return undefined;
  }
}

function refuse(sentence) {
  console.error(sentence);
  process.exit(2);
}

/** Becomes, as far as one process can, the program run by another Node: same terminal, signals and end. */
function runOn(node) {
  const child = spawn(node, [...LEAN_HEAP, program, ...process.argv.slice(2)], { stdio: 'inherit' });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];
  for (const signal of signals) {
    // A terminal sends its own signals (Ctrl-C, hang-up) to the child as well: passing them on would double them.
    const sentToBoth = isatty(0) && signal !== 'SIGTERM';
    process.on(signal, () => sentToBoth || child.kill(signal));
  }
  child.on('error', (error) => refuse(`clientele could not start ${node}: ${error.message}`));
  child.on('exit', (status, signal) => {
    if (signal === null) process.exit(status);
    for (const one of signals) process.removeAllListeners(one);
    process.kill(process.pid, signal);
  });
}

if (!existsSync(program)) refuse('clientele is not built yet. Run: npm run build');
if (Number.parseInt(process.versions.node, 10) >= OLDEST_NODE) {
  await import(pathToFileURL(program).href);
} else {
  const node = ownNode();
  if (node === undefined) {
    refuse(
      `clientele needs Node ${OLDEST_NODE} or newer; this is ${process.version}. Install a newer Node, then repeat.`,
    );
  }
  runOn(node);
}

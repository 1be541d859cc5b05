import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export interface Child {
  readonly pid: number;
  /** The lines that it prints, as they come. */
  readonly lines: AsyncIterableIterator<string>;
  /** Ends it at once, as a power cut or the kernel would, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Runs one of the programs in this folder, on the built package, in a process of its own. */
export function startChild(program: string, ...args: string[]): Child {
  const path = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  const kill = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  onTestFinished(kill);
  if (child.pid === undefined) throw new Error(`${program} did not start`);
  return { pid: child.pid, lines: createInterface(child.stdout)[Symbol.asyncIterator](), kill };
}

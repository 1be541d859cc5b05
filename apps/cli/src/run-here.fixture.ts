import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { commandLine } from './command-line.js';

export interface Ran {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a command as its process would, in this one: most of a process's time goes into starting it. One at a time. */
export async function runHere(args: readonly string[]): Promise<Ran> {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const [outText, errText] = [text(out), text(err)];
  const restore = [replace('stdout', out), replace('stderr', err)];
  try {
    const { status, message } = await commandLine(args, process.env);
    if (message !== undefined) err.write(`${message}\n`);
    out.end();
    err.end();
    return { status, out: await outText, err: await errText };
  } finally {
    for (const undo of restore) undo();
  }
}

function replace(name: 'stdout' | 'stderr', stream: PassThrough): () => void {
  const own = Object.getOwnPropertyDescriptor(process, name);
  Object.defineProperty(process, name, { configurable: true, value: stream });
  return () => {
    if (own !== undefined) Object.defineProperty(process, name, own);
  };
}

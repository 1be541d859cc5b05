import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { segmentFiles } from '@clientele/pipeline';
import { parseQuery, printCondition, readSegmentFile } from '@clientele/segmentation';
import { counted } from '../terminal/counted.js';
import type { Asked, Verb } from './verb.js';

interface WriteInput extends Asked {
  /** Absolute path of a directory. */
  readonly directory: string;
}

/** Handles of segments, by what became of their files. */
interface WriteOutput {
  readonly written: readonly string[];
  /** A file of that name says the same already, whatever else is in it. */
  readonly unchanged: readonly string[];
  /** A file of that name says something else; it stays. */
  readonly kept: readonly string[];
  /** No file can say its query. */
  readonly unwritable: readonly string[];
  /** It is a list: its people are in no file. */
  readonly lists: readonly string[];
}

/** Writes a shop's segments as files, `HANDLE.segment`; files that are there already stay as they are. */
export const segmentWrite: Verb<WriteInput, WriteOutput> = {
  name: 'segment write',
  async run(house, { shop: of, directory }) {
    const shop = await house.shop(of);
    await mkdir(directory, { recursive: true });
    const output: Record<keyof WriteOutput, string[]> = {
      written: [],
      unchanged: [],
      kept: [],
      unwritable: [],
      lists: [],
    };
    for (const { handle, text, isList } of await segmentFiles(house, shop)) {
      if (isList) output.lists.push(handle);
      else if (text === null) output.unwritable.push(handle);
      else output[await written(join(directory, `${handle}.segment`), text)].push(handle);
    }
    return { output, exit: output.kept.length + output.unwritable.length === 0 ? 0 : 1 };
  },
  print({ written: made, unchanged, kept, unwritable, lists }, terminal, { directory }) {
    terminal.line(`${counted(made.length, 'file')} written to ${directory}, ${unchanged.length} as before.`);
    for (const handle of kept)
      terminal.line(`${handle}.segment says something else and stays: compare with segment apply.`);
    for (const handle of unwritable)
      terminal.line(`${handle} has a query that no file can say: break its long text up.`);
    if (lists.length > 0) terminal.line(`Files say queries only; left out are the lists: ${lists.join(', ')}.`);
  },
};

async function written(path: string, text: string): Promise<'written' | 'unchanged' | 'kept'> {
  try {
    await writeFile(path, text, { flag: 'wx' });
    return 'written';
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    return meaningOf(await readFile(path, 'utf8')) === meaningOf(text) ? 'unchanged' : 'kept';
  }
}

/** What a file says of its segment, beside comments, advice and examples. */
function meaningOf(text: string): string | undefined {
  const reading = readSegmentFile(text);
  if (reading.outcome === 'invalid') return undefined;
  const { handle, name, description, query } = reading.file;
  const parsed = parseQuery(query);
  if (parsed.outcome === 'invalid') return undefined;
  return JSON.stringify([handle, name, description, printCondition(parsed.condition)]);
}

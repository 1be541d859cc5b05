import type { ByteSource } from './bytes.js';
import { type Encoding, type TextBlock, textBlocks } from './text.js';

/** A line longer than this is cut off and marked, so that a file without line ends cannot fill the memory. */
const MAX_LINE_CHARACTERS = 16 * 1_048_576;
const TOO_LONG = `the line is longer than ${MAX_LINE_CHARACTERS} characters`;

export interface Line {
  readonly number: number;
  readonly text: string;
  /** Why it is no whole line; absent for a good one. */
  readonly problem?: string;
}

/** The lines of a text source in batches, numbered from 1; what breaks off ends in a line with a problem. */
export async function* lineBatches(
  source: ByteSource,
  encoding?: Encoding,
): AsyncGenerator<readonly Line[], void, undefined> {
  let rest = '';
  let number = 0;
  let dropping = false;
  for await (const block of textBlocks(source, encoding)) {
    if ('brokenOff' in block) {
      yield [{ number: number + 1, text: rest, problem: brokenOffProblem(block) }];
      return;
    }
    const batch: Line[] = [];
    const pieces = block.text.split('\n');
    const tail = pieces.pop() ?? '';
    for (const [index, piece] of pieces.entries()) {
      const text = index === 0 ? rest + piece : piece;
      if (index === 0) rest = '';
      if (dropping) {
        dropping = false;
        continue;
      }
      number += 1;
      batch.push(text.length > MAX_LINE_CHARACTERS ? { number, text, problem: TOO_LONG } : { number, text });
    }
    if (!dropping) rest += tail;
    if (rest.length > MAX_LINE_CHARACTERS) {
      number += 1;
      batch.push({ number, text: rest, problem: TOO_LONG });
      rest = '';
      dropping = true;
    }
    yield batch;
  }
  if (rest !== '') yield [{ number: number + 1, text: rest }];
}

function brokenOffProblem(block: Extract<TextBlock, { brokenOff: string }>): string {
  return `the file breaks off here (${block.brokenOff}): fetch it again; what lies before this line is taken`;
}

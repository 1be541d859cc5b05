import { QueryRefused } from './query-refused.ts';

const NEWLINE = 10;

/**
 * A body in pieces that can be stored one by one: the whole of it while it is not longer than `limit` bytes, else
 * pieces of at most `limit` bytes cut after a newline. Holds one piece; reads on only when the next is asked for.
 *
 * @throws QueryRefused when it is longer and may not be cut, or has a line longer than `limit`.
 */
export async function* pieces(
  body: AsyncIterable<Buffer>,
  limit: number,
  cutBetweenLines: boolean,
): AsyncGenerator<Buffer> {
  let chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    while (length > limit) {
      const whole = Buffer.concat(chunks);
      const end = cutBetweenLines ? whole.lastIndexOf(NEWLINE, limit - 1) + 1 : 0;
      if (end === 0) {
        const what = cutBetweenLines ? 'A line of the body' : 'A body that is not one row a line';
        throw new QueryRefused(241, 'MEMORY_LIMIT_EXCEEDED', `${what} may not be longer than ${limit} bytes.`);
      }
      yield whole.subarray(0, end);
      chunks = [whole.subarray(end)];
      length -= end;
    }
  }
  if (length > 0) yield Buffer.concat(chunks);
}

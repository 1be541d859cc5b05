import { type CompileContext, type Condition, memberNumbersQuery } from '@clientele/segmentation';
import type { Parts } from '../parts.js';

/**
 * The numbers of all members, of one instant, ascending; four bytes of memory each. They are not streamed: whoever takes
 * members may be slow, and the lane in which everybody is looked through would be theirs as long.
 */
export async function memberNumbers(
  { sql }: Pick<Parts, 'sql'>,
  condition: Condition,
  context: CompileContext,
  waiting: { readonly signal?: AbortSignal },
): Promise<Uint32Array> {
  const query = memberNumbersQuery(condition, context);
  const rows = await sql.query<{ numbers: readonly number[] }>(query.sql, query.params, { lane: 'heavy', ...waiting });
  const all = new Uint32Array(rows.reduce((sum, { numbers }) => sum + numbers.length, 0));
  let length = 0;
  for (const { numbers } of rows) {
    all.set(numbers, length);
    length += numbers.length;
  }
  return all;
}

import type { RecordInput } from '@clientele/model';
import type { z } from 'zod';

/** The records that an object is, or that it is out of sight: in the trash, from where it may come back. */
export type Decoded = readonly RecordInput[] | { readonly gone: 'hidden' };

/** Reads what was answered; throws where it cannot, with the field and what is wrong with it, and nothing of its content. */
export function decoded<Schema extends z.ZodType>(
  schema: Schema,
  json: unknown,
  records: (answered: z.output<Schema>) => Decoded,
): Decoded {
  const read = schema.safeParse(json);
  if (read.success) return records(read.data);
  const problems = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new TypeError(problems.slice(0, 3).join('; '));
}

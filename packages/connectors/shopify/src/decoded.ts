import type { RecordInput } from '@clientele/model';
import type { z } from 'zod';

/** Reads what was answered; throws where it cannot, with the field and what is wrong with it, and nothing of its content. */
export function decoded<Schema extends z.ZodType>(
  schema: Schema,
  json: unknown,
  records: (answered: z.output<Schema>) => readonly RecordInput[],
): readonly RecordInput[] {
  const read = schema.safeParse(json);
  if (read.success) return records(read.data);
  const problems = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new TypeError(problems.slice(0, 3).join('; '));
}

type Present<T> = { readonly [Name in keyof T]?: Exclude<T[Name], undefined> };

/** Only what is said: a field that is undefined is left out. */
export function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}

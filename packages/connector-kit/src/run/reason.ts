import { z } from 'zod';

const MOST_PROBLEMS = 3;

/** Why something could not be read, in a sentence; of a schema the first problems. */
export function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) return problemsOf(error).slice(0, MOST_PROBLEMS).join('; ');
  return error instanceof Error ? error.message : String(error);
}

/** Each field with what is wrong with it, and nothing of its content. */
export function problemsOf({ issues }: z.ZodError): string[] {
  return issues.map(({ path, message }) => (path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`));
}

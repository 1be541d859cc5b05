import type { Answer, Learned } from '@clientele/connector-kit';
import { z } from 'zod';

const problems = z.object({
  errors: z.array(z.object({ extensions: z.object({ code: z.string() }).partial() }).partial()),
});
const login = z.object({ data: z.object({ login: z.object({ errorCode: z.string() }) }) });

/** What the codes of Vendure's errors would be in HTTP. A session that has ended is FORBIDDEN, as is a right that is missing. */
const STATUSES: Readonly<Record<string, number>> = {
  FORBIDDEN: 401,
  UNAUTHORIZED: 401,
  CHANNEL_NOT_FOUND: 404,
  USER_INPUT_ERROR: 400,
};
const FAILED = 500;

/** Vendure answers 200 whatever becomes of a question; the status that it means is in the errors. */
export function saidStatus({ body }: Answer): Learned | undefined {
  // Also an administrator who must be verified first has no session.
  if (login.safeParse(body).success) return { status: 401 };
  const { data } = problems.safeParse(body);
  if (data === undefined) return undefined;
  const [status] = data.errors.flatMap(({ extensions }) => STATUSES[extensions?.code ?? ''] ?? []);
  return { status: status ?? FAILED };
}

import type { Answer, Learned } from '@clientele/connector-kit';
import { z } from 'zod';

const cost = z.object({
  extensions: z.object({
    cost: z.object({
      requestedQueryCost: z.number(),
      throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number().positive() }),
    }),
  }),
});
const problems = z.object({
  errors: z
    .array(
      z.object({
        message: z.string().optional(),
        extensions: z.object({ code: z.string().optional() }).optional(),
      }),
    )
    .min(1),
});

/** What the codes of errors would be in HTTP. Of others the platform has failed. */
const STATUSES: Readonly<Record<string, number>> = {
  ACCESS_DENIED: 403,
  SHOP_INACTIVE: 403,
  UNAUTHORIZED: 401,
  NOT_FOUND: 404,
  MAX_COST_EXCEEDED: 400,
  BAD_REQUEST: 400,
  INVALID_VARIABLE: 400,
  undefinedField: 400,
  argumentNotAccepted: 400,
};
const FAILED = 500;

/** What a question might have cost, as Shopify worked out before it answered, in points. */
export function requestedCost(body: unknown): number | undefined {
  return cost.safeParse(body).data?.extensions.cost.requestedQueryCost;
}

/**
 * Shopify answers 200 whatever becomes of a question. A bucket of points fills by so many a second; where it holds less than the
 * last question might have cost, the next is not asked before it does.
 */
export function learn({ body }: Answer): Learned {
  const missingMs = untilEnough(body);
  const wait = missingMs === 0 ? {} : { waitMs: missingMs };
  const { data: said } = problems.safeParse(body);
  if (said === undefined) return wait;
  const codes = said.errors.map(
    ({ message, extensions }) => extensions?.code ?? (message === 'Throttled' ? 'THROTTLED' : ''),
  );
  if (codes.includes('THROTTLED')) return { ...wait, refused: true };
  const [status] = codes.flatMap((code) => STATUSES[code] ?? []);
  return { ...wait, status: status ?? FAILED };
}

function untilEnough(body: unknown): number {
  const { data } = cost.safeParse(body);
  if (data === undefined) return 0;
  const { requestedQueryCost, throttleStatus } = data.extensions.cost;
  const missing = requestedQueryCost - throttleStatus.currentlyAvailable;
  return missing <= 0 ? 0 : Math.ceil((missing / throttleStatus.restoreRate) * 1000);
}

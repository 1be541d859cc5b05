import { Garbled } from '@clientele/connector-kit';
import { z } from 'zod';

const count = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const operation = z.object({
  id: z.string().min(1),
  status: z.enum(['CREATED', 'RUNNING', 'COMPLETED', 'CANCELING', 'CANCELED', 'FAILED', 'EXPIRED']),
  errorCode: z.string().nullable(),
  objectCount: count,
  fileSize: count.nullable(),
  url: z.url().nullable(),
});
const begun = z.object({
  data: z.object({
    bulkOperationRunQuery: z.object({
      bulkOperation: operation.nullable(),
      userErrors: z.array(z.object({ code: z.string().nullish(), message: z.string() })),
    }),
  }),
});
const state = z.object({ data: z.object({ bulkOperation: operation.nullable() }) });

export type BulkState =
  | { readonly state: 'running'; readonly id: string; readonly objectCount: number }
  /** Other operations of the app are under way in this shop, as many as it may have. */
  | { readonly state: 'waiting' }
  | {
      readonly state: 'written';
      readonly id: string;
      /** Where the lines are, for seven days; undefined where there are none. */
      readonly url: string | undefined;
      readonly bytes: number;
      /** How many lines there are. */
      readonly objectCount: number;
    }
  /** What it wrote is no more, or it will never end: another one is to be begun. */
  | { readonly state: 'lost'; readonly reason: string };

/** Whether an operation was begun. Throws where Shopify takes no such question. */
export function begunState(body: unknown): BulkState {
  const { bulkOperation, userErrors } = begun.parse(body).data.bulkOperationRunQuery;
  if (bulkOperation !== null) return stateOf(bulkOperation);
  const codes = userErrors.map(({ code }) => code);
  if (codes.includes('OPERATION_IN_PROGRESS') || codes.includes('LIMIT_REACHED')) return { state: 'waiting' };
  throw new Garbled(`no bulk operation was begun: ${userErrors.map(({ message }) => message).join('; ')}`);
}

/** How an operation stands that was begun. */
export function bulkState(body: unknown): BulkState {
  const { bulkOperation } = state.parse(body).data;
  return bulkOperation === null
    ? { state: 'lost', reason: 'there is no such operation any more' }
    : stateOf(bulkOperation);
}

/** What came before a failure is of no use: which objects it left out is not said. */
function stateOf({ id, status, errorCode, objectCount, fileSize, url }: z.output<typeof operation>): BulkState {
  switch (status) {
    case 'CREATED':
    case 'RUNNING':
      return { state: 'running', id, objectCount };
    case 'COMPLETED':
      return { state: 'written', id, url: url ?? undefined, bytes: fileSize ?? 0, objectCount };
    case 'CANCELING':
    case 'CANCELED':
      return { state: 'lost', reason: 'it was cancelled' };
    case 'FAILED':
      return { state: 'lost', reason: `it failed (${errorCode ?? 'no code'})` };
    case 'EXPIRED':
      return { state: 'lost', reason: 'it is older than seven days' };
  }
}

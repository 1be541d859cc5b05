import { z } from 'zod';

const count = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const operation = z.object({
  id: z.string().min(1),
  status: z.enum(['CREATED', 'RUNNING', 'COMPLETED', 'CANCELING', 'CANCELED', 'FAILED', 'EXPIRED']),
  errorCode: z.string().nullable(),
  rootObjectCount: count,
  fileSize: count.nullable(),
  /** Somebody else's than the shop's, who needs no token: whoever has the address may read what is there. */
  url: z.url({ protocol: /^https$/, error: 'is no address with https' }).nullable(),
});
const begun = z.object({
  data: z.object({
    bulkOperationRunQuery: z.object({
      bulkOperation: operation.nullable(),
      userErrors: z.array(z.object({ code: z.string().nullish() })),
    }),
  }),
});
const state = z.object({ data: z.object({ bulkOperation: operation.nullable() }) });

export type BulkState =
  | { readonly state: 'running'; readonly id: string }
  /** Other operations of the app are under way in this shop, as many as it may have. */
  | { readonly state: 'in-line' }
  | {
      readonly state: 'written';
      readonly id: string;
      /** Where the lines are, for seven days; undefined where there are none. */
      readonly url: string | undefined;
      readonly bytes: number;
      /** Objects, without what is within them. */
      readonly objects: number;
    }
  /** Nothing came of it. `again` where another one may fare better. */
  | { readonly state: 'lost'; readonly again: boolean };

/** Failures that another operation of the same text would meet, too. */
const FOR_GOOD = new Set(['ACCESS_DENIED', 'TIMEOUT']);

/** Whether an operation was begun. One that Shopify takes no text of is lost for good. */
export function begunState(body: unknown): BulkState {
  const { bulkOperation, userErrors } = begun.parse(body).data.bulkOperationRunQuery;
  if (bulkOperation !== null) return stateOf(bulkOperation);
  const codes = userErrors.map(({ code }) => code);
  const isFull = codes.includes('OPERATION_IN_PROGRESS') || codes.includes('LIMIT_REACHED');
  return isFull ? { state: 'in-line' } : { state: 'lost', again: false };
}

/** How an operation stands that was begun. */
export function bulkState(body: unknown): BulkState {
  const { bulkOperation } = state.parse(body).data;
  return bulkOperation === null ? { state: 'lost', again: true } : stateOf(bulkOperation);
}

/**
 * What came before a failure (`partialDataUrl`) is of no use: lines of one object stand anywhere, so any object in it may lack
 * some, and which ones is not said.
 */
function stateOf({ id, status, errorCode, rootObjectCount, fileSize, url }: z.output<typeof operation>): BulkState {
  switch (status) {
    case 'CREATED':
    case 'RUNNING':
      return { state: 'running', id };
    case 'COMPLETED':
      return { state: 'written', id, url: url ?? undefined, bytes: fileSize ?? 0, objects: rootObjectCount };
    case 'FAILED':
      return { state: 'lost', again: !FOR_GOOD.has(errorCode ?? '') };
    case 'CANCELING':
    case 'CANCELED':
    case 'EXPIRED':
      return { state: 'lost', again: true };
  }
}

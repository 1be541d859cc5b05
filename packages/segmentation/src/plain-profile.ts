import type { ConsentRecord, CustomerRecord, EventRecord, OrderRecord, RefundRecord } from '@clientele/model';

/** A record together with the connection that said it. */
export type FromConnection<R> = R & { readonly connection: string };

/** One person as plain records: what the reference evaluator and the explanations read. */
export interface PlainProfile {
  readonly id: string;
  readonly customers: readonly FromConnection<CustomerRecord>[];
  readonly orders: readonly FromConnection<OrderRecord>[];
  readonly refunds: readonly FromConnection<RefundRecord>[];
  readonly consents: readonly FromConnection<ConsentRecord>[];
  readonly events: readonly FromConnection<EventRecord>[];
}

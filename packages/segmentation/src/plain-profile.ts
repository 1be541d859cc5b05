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

/** The ids of the products that a profile's lines and events name, by connection. */
export function productsNamedBy({ orders, events }: PlainProfile): Map<string, Set<string>> {
  const named = new Map<string, Set<string>>();
  const name = (connection: string, product: string | undefined) => {
    if (product !== undefined) named.set(connection, (named.get(connection) ?? new Set()).add(product));
  };
  for (const { connection, lines } of orders) for (const { product } of lines) name(connection, product);
  for (const { connection, product } of events) name(connection, product);
  return named;
}

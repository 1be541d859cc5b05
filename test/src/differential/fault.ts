import type { Decimal } from '@clientele/model';
import type { CompileContext, Condition } from '@clientele/segmentation';

/** What the warehouse's row of an order says of it, as far as faults alter it. */
export interface OrderRow {
  /** As ClickHouse reads instants: without the trailing Z. */
  readonly at: string;
  readonly day: string;
  readonly counted: boolean;
  readonly total: Decimal | null;
  readonly refunded: Decimal | null;
}

/** A mistake seeded into the compiled side: into what it is given or into what it produces. */
export interface Fault {
  readonly name: string;
  /** Alters an order's row as it is stored. */
  readonly order?: (row: OrderRow) => OrderRow;
  /** Alters a condition before it is compiled, as a compiler would that takes it for another one. */
  readonly condition?: (condition: Condition) => Condition;
  /** Alters what compiled queries are asked with. */
  readonly context?: (context: CompileContext) => CompileContext;
}

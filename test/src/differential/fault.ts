import type { CompileContext, Condition } from '@clientele/segmentation';
import type { OrderRow } from './source-rows.js';

/** A mistake seeded into the compiled side: into what it is given or into what it produces. */
export interface Fault {
  readonly name: string;
  /** Alters an order's row as it is loaded. */
  readonly order?: (row: OrderRow) => OrderRow;
  /** Alters a condition before it is compiled, as a compiler would that takes it for another one. */
  readonly condition?: (condition: Condition) => Condition;
  /** Alters what compiled queries are asked with. */
  readonly context?: (context: CompileContext) => CompileContext;
}

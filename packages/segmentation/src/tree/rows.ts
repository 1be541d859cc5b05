import type { ParameterTest } from './test.js';

/** `date >= -90d` of rows. */
export interface Parameter {
  readonly name: string;
  readonly test: ParameterTest;
}

/** `orders_placed (date >= -90d, channel = 'app')`: rows of a profile; the parameters that tell of one row say which. */
export interface Rows {
  readonly name: string;
  readonly parameters: readonly Parameter[];
}

import type { Condition } from '../tree/condition.js';

/**
 * What passed the check cannot be compiled all the same: a fault of this release, which `cause` tells of. The message
 * names nothing that a query says.
 */
export class CompileError extends Error {
  override readonly name = 'CompileError';
  /** The single condition; undefined where it is not of one alone. */
  readonly condition: Condition | undefined;

  constructor(condition: Condition | undefined, cause: unknown) {
    super('this release cannot ask what the query says: write it in another way, or wait for a later one', { cause });
    this.condition = condition;
  }
}

/** What a part of the compiler makes; whatever it throws is a {@link CompileError}, of the innermost condition that is known. */
export function compiling<T>(compile: () => T, condition?: Condition): T {
  try {
    return compile();
  } catch (error) {
    throw error instanceof CompileError ? error : new CompileError(condition, error);
  }
}

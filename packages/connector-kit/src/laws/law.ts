import type { World } from '../world/world.js';
import type { Bench, Finding } from './bench.js';

/** One law that every connector keeps. */
export interface Law {
  /** As documented: 1 to 16. */
  readonly number: number;
  /** What is true where it is kept. */
  readonly says: string;
  /** What breaks it most often, and what helps. */
  readonly mend: string;
  /** What a world must be able to do for the law to be driven. */
  readonly needs: readonly (keyof World)[];
  /** Why it does not concern this connector; absent where it always does. */
  without?<Settings extends object>(bench: Bench<Settings>): string | undefined;
  drive<Settings extends object>(bench: Bench<Settings>): Promise<Finding | undefined>;
}

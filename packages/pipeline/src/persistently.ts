import { WarehouseError } from '@clientele/warehouse';
import type { Parts } from './parts.js';

const TRIES = 4;

/**
 * Does work that can be repeated from its start, and repeats it when the warehouse's engine goes away meanwhile: it is
 * restarted by its supervisor, and what it had acknowledged is there.
 */
export async function persistently<T>(parts: Parts, work: () => Promise<T>): Promise<T> {
  for (let left = TRIES; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (!wentAway(error) || left === 1 || parts.ready === undefined) throw error;
      await parts.ready();
    }
  }
}

/** True where the engine stopped answering: nothing is wrong with what was asked. */
export function wentAway(error: unknown): boolean {
  return error instanceof WarehouseError && (error.code === 'interrupted' || error.code === 'unreachable');
}

import { WarehouseError } from '@clientele/warehouse';

/** Fewer are not tried: what they take is not for their number. */
const LEAST = 500;

/**
 * Does work so many at once; where the warehouse lacks the memory for it, again with half as many, from where the work
 * itself goes on.
 */
export async function inHalves<T>(atOnce: number, work: (atOnce: number) => Promise<T>): Promise<T> {
  try {
    return await work(atOnce);
  } catch (error) {
    const isTooMuch = error instanceof WarehouseError && error.code === 'out_of_memory';
    if (!isTooMuch || atOnce <= LEAST) throw error;
    return inHalves(Math.ceil(atOnce / 2), work);
  }
}

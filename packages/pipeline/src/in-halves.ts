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

/**
 * Does work with all of a list; where it fails for one of them, with its halves, one after the other, and so on down to
 * the single ones for which it fails by themselves.
 *
 * @param isOfOne whether an error may be the fault of one of them; any other is thrown
 */
export async function eachInHalves<T, E>(
  all: readonly T[],
  work: (some: readonly T[]) => Promise<void>,
  isOfOne: (error: unknown) => error is E,
  setAside: (one: T, error: E) => void | Promise<void>,
): Promise<void> {
  try {
    await work(all);
    return;
  } catch (error) {
    const [only] = all;
    if (!isOfOne(error) || only === undefined) throw error;
    if (all.length === 1) {
      await setAside(only, error);
      return;
    }
  }
  const middle = Math.ceil(all.length / 2);
  await eachInHalves(all.slice(0, middle), work, isOfOne, setAside);
  await eachInHalves(all.slice(middle), work, isOfOne, setAside);
}

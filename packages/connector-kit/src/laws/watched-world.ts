import { reasonOf } from '../run/reason.js';
import type { World } from '../world/world.js';
import { WorldFailed } from './violation.js';

/**
 * The same world, which says so where it fails by itself. What its `fetch` throws is left to the connector, to which it is
 * an answer that does not come.
 */
export function watched<Settings extends object>(world: World<Settings>): World<Settings> {
  return new Proxy(world, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function' || name === 'fetch') return member;
      return (...given: unknown[]) => telling(String(name), () => Reflect.apply(member, target, given));
    },
  });
}

/** Makes a step of a world: what it throws, at once or later, is told as the world's own failure. */
export function telling<Result>(step: string, make: () => Result): Result {
  const tell = (error: unknown): never => {
    throw error instanceof WorldFailed ? error : new WorldFailed(`${step}() of the world throws: ${reasonOf(error)}`);
  };
  try {
    const result = make();
    return result instanceof Promise ? (result.catch(tell) as Result) : result;
  } catch (error) {
    return tell(error);
  }
}

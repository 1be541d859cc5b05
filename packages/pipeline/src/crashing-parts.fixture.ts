import { MOST_DIFFERENCES } from '@clientele/warehouse';
import type { Parts } from './parts.js';

/**
 * @param name of what is called: `insert`, `derived` …
 * @param given what it is called with
 */
type Call = <T>(run: () => Promise<T>, name: string, given: readonly unknown[]) => Promise<T>;

/** Parts whose statements to the warehouse all go through one function. */
export function through(parts: Parts, call: Call): Parts {
  return { ...parts, sql: calledThrough(parts.sql, call) };
}

/** Parts whose calls to both stores all go through one function. */
export function throughBoth(parts: Parts, call: Call): Parts {
  const { close, ...repositories } = parts.ledger;
  const wrapped = mapValues(repositories, (repository) => calledThrough(repository, call));
  return { ...through(parts, call), ledger: { ...wrapped, close } };
}

function mapValues<T extends object>(values: T, wrap: <V extends object>(value: V) => V): T {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, wrap(value)])) as T;
}

/** All methods of both stores are asynchronous. */
function calledThrough<T extends object>(store: T, call: Call): T {
  return new Proxy(store, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...given: unknown[]) => call(() => Reflect.apply(method, target, given), String(name), given);
    },
  });
}

/** Parts in which the differences of an evaluation for everybody are always so many that they stay with the engine. */
export function inBulk(parts: Parts): Parts {
  return through(parts, (run, name, [text]) => {
    const isDifference = name === 'query' && String(text).endsWith(`LIMIT ${MOST_DIFFERENCES + 1}`);
    return isDifference ? (Promise.resolve(new Array(MOST_DIFFERENCES + 1)) as ReturnType<typeof run>) : run();
  });
}

/** Parts that count the calls to the stores. */
export class StatementCounter {
  count = 0;
  readonly parts: Parts;

  constructor(parts: Parts) {
    this.parts = throughBoth(parts, (run) => {
      this.count += 1;
      return run();
    });
  }
}

/** Dies at one call to a store: before it is carried out, or after, so that only its answer is lost; and stays dead. */
export class CrashingParts {
  readonly parts: Parts;

  constructor(parts: Parts, at: number, before: boolean) {
    let count = 0;
    this.parts = throughBoth(parts, async (run) => {
      const number = count;
      count += 1;
      if (number > at || (number === at && before)) throw new Error('crashed here');
      const answer = await run();
      if (number === at) throw new Error('crashed here');
      return answer;
    });
  }
}

/**
 * Dies when it would call one of these for so many times, or has done so; which of them changes with each.
 *
 * @param notes what notes something in the ledger, by name
 */
export function dyingAtNote(parts: Parts, at: number, notes: readonly string[]): Parts {
  let noted = 0;
  return throughBoth(parts, async (run, name) => {
    if (notes.includes(name)) noted += 1;
    if (noted === at && at % 2 === 0) throw new Error('crashed here');
    const answer = await run();
    if (noted === at) throw new Error('crashed here');
    return answer;
  });
}

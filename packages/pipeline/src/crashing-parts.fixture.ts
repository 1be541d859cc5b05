import type { Parts } from './parts.js';

type Call = <T>(run: () => Promise<T>) => Promise<T>;

/** Parts whose store statements all go through one function. */
export function through(parts: Parts, call: Call): Parts {
  const { sql } = parts;
  return {
    ...parts,
    sql: {
      query: (text, parameters, options) => call(() => sql.query(text, parameters, options)),
      command: (text, parameters, options) => call(() => sql.command(text, parameters, options)),
      insert: (table, rows) => call(() => sql.insert(table, rows)),
    },
  };
}

/** Parts that count the statements sent to the store. */
export class StatementCounter {
  count = 0;
  readonly parts: Parts;

  constructor(parts: Parts) {
    this.parts = through(parts, (run) => {
      this.count += 1;
      return run();
    });
  }
}

/** Dies at one statement: before it is carried out, or after, so that only its answer is lost; and stays dead. */
export class CrashingParts {
  readonly parts: Parts;

  constructor(parts: Parts, at: number, before: boolean) {
    let count = 0;
    this.parts = through(parts, async (run) => {
      const number = count;
      count += 1;
      if (number > at || (number === at && before)) throw new Error('crashed here');
      const answer = await run();
      if (number === at) throw new Error('crashed here');
      return answer;
    });
  }
}

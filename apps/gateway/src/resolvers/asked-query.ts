import type { QueryFault } from '@clientele/pipeline';
import { type ConditionJsonError, conditionPath, printCondition, readConditionJson } from '@clientele/segmentation';
import { UserError, userErrors } from '../schema/user-error.js';

/** A query that was given as text or as JSON. */
export interface AskedQuery {
  readonly outcome: 'asked';
  readonly query: string;
  /** What is wrong with it, at the arguments as they were given. */
  userErrors(faults: readonly QueryFault[]): UserError[];
}

export type ReadAskedQuery = AskedQuery | { readonly outcome: 'invalid'; readonly errors: readonly UserError[] };

/** The query of two arguments, of which one is given. */
export function askedQuery(query: string | null | undefined, condition: unknown): ReadAskedQuery {
  if ((query == null) === (condition == null)) return { outcome: 'invalid', errors: [ONE_OF_TWO] };
  if (query != null) return { outcome: 'asked', query, userErrors: (faults) => userErrors(faults, ['query']) };
  const read = readConditionJson(condition);
  if (read.outcome === 'invalid') return { outcome: 'invalid', errors: read.errors.map(errorOfJson) };
  return {
    outcome: 'asked',
    query: printCondition(read.condition),
    // Nobody wrote the text that line and column would be in.
    userErrors: (faults) =>
      faults.map(({ code, message, hint, offset }) => {
        return new UserError({ code, message, hint, field: fieldAt(conditionPath(read, { offset })) });
      }),
  };
}

function errorOfJson({ code, path, message }: ConditionJsonError): UserError {
  return new UserError({ code: code === 'too-deep' ? code : 'malformed', field: fieldAt(path), message });
}

/** `condition.conditions[1]` is in the argument of the name `condition`. */
function fieldAt(path: string): string[] {
  return ['condition', ...path.split(/[.[\]]+/).filter((part) => part !== '')];
}

const ONE_OF_TWO = new UserError({
  code: 'one-of-two',
  field: ['query'],
  message: 'Give either a query or a condition.',
});

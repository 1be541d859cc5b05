import type { z } from 'zod';
import { type Path, pathText } from '../json/path-text.js';
import type { InvalidDefinition } from './imported.js';

const MOST_ERRORS = 20;

/** What has not the shape of a definition, with the places in the JSON within which the definition stands. */
export function invalidDefinition({ issues }: z.ZodError, shell: Path): InvalidDefinition {
  return {
    outcome: 'invalid',
    errors: issues.slice(0, MOST_ERRORS).map(({ path, message }) => ({ path: pathText([...shell, ...path]), message })),
  };
}

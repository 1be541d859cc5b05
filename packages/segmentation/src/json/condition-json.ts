import { z } from 'zod';
import { type ParsedQuery, parseQuery } from '../text/parse-query.js';
import type { Place } from '../text/place.js';
import { printCondition } from '../text/print-condition.js';
import type { Condition } from '../tree/condition.js';
import { conditionSchema } from './condition-schema.js';
import { type Path, pathText } from './path-text.js';

/** The version of the form that is written; another one is refused. */
export const CONDITION_JSON_VERSION = 1;

/** A condition in JSON: the tree as it is, for builders of queries. */
export interface ConditionJson {
  readonly version: typeof CONDITION_JSON_VERSION;
  readonly condition: Condition;
}

/** What is wrong with JSON that should be a condition. */
export interface ConditionJsonError {
  readonly code: 'wrong-version' | 'wrong-shape' | 'too-deep' | 'no-query';
  /** Where, such as `condition.conditions[1].test.value`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

export type ConditionJsonReading =
  /** As if the query's text had been read; places are those in its canonical text. */
  ParsedQuery | { readonly outcome: 'invalid'; readonly errors: readonly ConditionJsonError[] };

/** A condition as JSON; {@link readConditionJson} gives the same condition back. */
export function conditionJson(condition: Condition): ConditionJson {
  return { version: CONDITION_JSON_VERSION, condition };
}

/** Deeper than any query nests: a level of the tree takes up to two levels of JSON. */
const MAX_JSON_DEPTH = 600;
const MAX_ERRORS = 20;

/** Reads JSON from outside, parsed but not looked at. Like a parsed query, it still has to be checked against the catalogue. */
export function readConditionJson(json: unknown): ConditionJsonReading {
  if (isDeeper(json, MAX_JSON_DEPTH))
    return invalid('too-deep', [], 'is nested too deep: save the inner part as a segment');
  const version = z.object({ version: z.unknown() }).safeParse(json).data?.version;
  if (version !== CONDITION_JSON_VERSION) {
    return invalid('wrong-version', ['version'], `is not ${CONDITION_JSON_VERSION}, the only version there is`);
  }
  const read = WHOLE.safeParse(json);
  if (!read.success) {
    const errors = read.error.issues
      .slice(0, MAX_ERRORS)
      .map(({ path, message }): ConditionJsonError => ({ code: 'wrong-shape', path: pathText(path), message }));
    return { outcome: 'invalid', errors };
  }
  const { condition } = read.data;
  const parsed = readAsText(condition);
  if (typeof parsed !== 'string') return parsed;
  const fault = faultIn(condition, ['condition']) ?? { path: ['condition'], message: parsed };
  return invalid('no-query', fault.path, fault.message);
}

/** A query that passed the check as JSON; null of the empty text of a list, and of what is no query. */
export function queryJson(query: string): ConditionJson | null {
  const parsed = parseQuery(query);
  return parsed.outcome === 'parsed' ? conditionJson(parsed.condition) : null;
}

/** Where in the JSON stands what is at a place in the text, such as the place of an error that the type check found. */
export function conditionPath({ condition, places }: ParsedQuery, { offset }: Pick<Place, 'offset'>): string {
  const innermost = (node: object, path: Path): Path | undefined => {
    for (const [key, part] of Object.entries(node)) {
      if (typeof part !== 'object' || part === null) continue;
      const found = innermost(part, [...path, Array.isArray(node) ? Number(key) : key]);
      if (found !== undefined) return found;
    }
    const whole = places.get(node)?.whole;
    return whole && whole.offset <= offset && offset < whole.offset + whole.length ? path : undefined;
  };
  return pathText(innermost(condition, ['condition']) ?? ['condition']);
}

const WHOLE = z.strictObject({ version: z.literal(CONDITION_JSON_VERSION), condition: conditionSchema });

/** The condition as its own text reads, or why it has no text: what reads as another condition cannot be written. */
function readAsText(condition: Condition): ParsedQuery | string {
  const parsed = parseQuery(printCondition(condition));
  if (parsed.outcome === 'invalid') {
    const [error] = parsed.errors;
    return `cannot be written as a query: ${error?.message}${error?.hint ? `. ${error.hint}` : ''}`;
  }
  return inOrder(parsed.condition) === inOrder(condition) ? parsed : 'reads as another condition when it is written';
}

/** The innermost condition that has no text. */
function faultIn(condition: Condition, path: Path): { readonly path: Path; readonly message: string } | undefined {
  const parts: (readonly [Condition, Path])[] =
    condition.kind === 'and' || condition.kind === 'or'
      ? condition.conditions.map((part, index) => [part, [...path, 'conditions', index]])
      : condition.kind === 'not'
        ? [[condition.condition, [...path, 'condition']]]
        : [];
  for (const [part, at] of parts) {
    if (typeof readAsText(part) === 'string') return faultIn(part, at);
    if (part.kind === condition.kind && part.kind !== 'not') {
      return { path: at, message: `is an ${part.kind} within an ${part.kind}: put its conditions beside the others` };
    }
  }
  const message = readAsText(condition);
  return typeof message === 'string' ? { path, message } : undefined;
}

/** Text that is the same for equal JSON. */
function inOrder(json: unknown): string {
  return JSON.stringify(json, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** Looked at level by level, since what is too deep must not be followed by recursion. */
function isDeeper(json: unknown, limit: number): boolean {
  let level: unknown[] = [json];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limit) return true;
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return false;
}

function invalid(code: ConditionJsonError['code'], path: Path, message: string): ConditionJsonReading {
  return { outcome: 'invalid', errors: [{ code, path: pathText(path), message }] };
}

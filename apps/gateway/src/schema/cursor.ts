import type { GraphQLError } from 'graphql';
import { badInput } from '../bad-input.js';

type Form<Place> = { readonly [Index in keyof Place]: Place[Index] extends number ? 'number' : 'string' };

/** Where a thing stands in its list: the values that its list is ordered by. */
export function writeCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** The place behind a cursor; undefined without a cursor. @throws GraphQLError when it is a cursor of another list. */
export function readCursor<Place extends readonly (string | number)[]>(
  cursor: string | null | undefined,
  form: Form<Place>,
): Place | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  const place = parse(cursor);
  if (isPlace<Place>(place, form)) return place;
  throw badCursor();
}

export function badCursor(): GraphQLError {
  return badInput('This is no cursor of this list: give the `endCursor` of a page of it as `after`.');
}

function isPlace<Place>(value: unknown, form: Form<Place>): value is Place {
  const types: readonly unknown[] = Object.values(form);
  return (
    Array.isArray(value) &&
    value.length === types.length &&
    types.every((type, index) => (type === 'number' ? isNumber(value[index]) : typeof value[index] === 'string'))
  );
}

/** Numbers of profiles are what the warehouse's UInt32 holds. */
function isNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 32;
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}

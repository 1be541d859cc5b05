import { Garbled, type Json, type JsonObject } from '@clientele/connector-kit';

/** A line of what a bulk operation writes: an object, or an element of a list of one. */
export interface Line {
  readonly id: string | undefined;
  /** Its type in the Admin API. */
  readonly type: string | undefined;
  /** The id of the object that it is an element of. */
  readonly parent: string | undefined;
  /** What it says, but for whose it is. */
  readonly said: JsonObject;
}

/** Read by hand: there are a million of them, and only who they belong to is asked of each. */
export function readLine(text: string): Line {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || isList(value)) {
    throw new Garbled('a line of a bulk operation is no JSON object');
  }
  const { __parentId, ...said } = value;
  return { id: textIn(said.id), type: textIn(said.__typename), parent: textIn(__parentId), said };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    throw new Garbled('a line of a bulk operation is no JSON');
  }
}

function textIn(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

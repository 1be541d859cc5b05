import type { Json } from '../json.js';
import { digestOf } from './digest.js';

const FORM = /^without id \([\w-]{22}\)$/;

/** What an object without an id is told from others by: itself. It is gone once a whole reading does not bring the very same. */
export function namelessId(object: Json): string {
  return `without id (${digestOf({ object })})`;
}

export function isNameless(id: string): boolean {
  return FORM.test(id);
}

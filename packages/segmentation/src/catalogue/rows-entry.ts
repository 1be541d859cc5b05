import type { FunctionAttribute } from './attribute.js';
import type { Catalogue } from './catalogue.js';
import { eventRows } from './event-rows.js';

/** What the catalogue says of rows by their name; undefined where it knows none. */
export function rowsEntry(name: string, { functions }: Catalogue): FunctionAttribute | undefined {
  return functions.get(name) ?? eventRows(name);
}

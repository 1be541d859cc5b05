import type { Readable } from './settings.js';

/**
 * What was asked for and did not come is not nothing: without it, the object says less than is true.
 *
 * @throws Error where a field is missing that is only asked for where `reads` says so
 */
export function refuseMissing(
  object: object,
  fields: Readonly<Partial<Record<Readable, string>>>,
  reads: readonly Readable[],
): void {
  for (const one of reads) {
    const field = fields[one];
    const value: unknown = field === undefined ? null : Reflect.get(object, field);
    if (value === undefined) throw new Error(`${field}: is missing`);
  }
}

import { z } from 'zod';

/** JSON of a kind that no release of ours knows: other systems grow. */
export interface UnknownKind {
  readonly unknownKind: string;
}

/**
 * An object whose kind stands in one field: read by the schema of that kind, and as {@link UnknownKind} where there is
 * none, so that it can be reported instead of refused.
 */
export function byKind<S extends z.ZodType>(
  field: string,
  schemas: Readonly<Record<string, S>>,
): z.ZodType<z.output<S> | UnknownKind> {
  return z.looseObject({ [field]: z.string() }).transform((json, context): z.output<S> | UnknownKind => {
    const kind = String(json[field]);
    const schema = Object.hasOwn(schemas, kind) ? schemas[kind] : undefined;
    if (schema === undefined) return { unknownKind: kind };
    const read = schema.safeParse(json);
    if (read.success) return read.data;
    for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path: [...path], message });
    return z.NEVER;
  });
}

export function isUnknown(read: object): read is UnknownKind {
  return 'unknownKind' in read;
}

/** A number that can be written without an exponent. */
export const plainNumber = z.number().refine((value) => !String(value).includes('e'), {
  error: 'is too large or too small a number',
});

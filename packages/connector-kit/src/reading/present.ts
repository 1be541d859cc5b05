type Present<T> = { readonly [Name in keyof T]?: Exclude<T[Name], undefined> };

/** Only what is said: a field that is undefined is left out. */
export function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}

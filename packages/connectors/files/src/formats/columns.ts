/** The columns of a format: for each, the names it goes by, the usual one first. */
export interface ColumnSpec {
  readonly names: readonly [string, ...string[]];
  readonly optional?: true;
}

/** Where each column of a format is in a table; -1 for an optional one that the table has not. */
export type Positions<Key extends string> = Readonly<Record<Key, number>>;

/** Finds a format's columns by name, whatever their case; `missing` holds the usual names of those not found. */
export function findColumns<Key extends string>(
  spec: Readonly<Record<Key, ColumnSpec>>,
  columns: readonly string[],
): { readonly positions: Positions<Key>; readonly missing: readonly string[] } {
  const known = columns.map((column) => column.trim().toLowerCase());
  const missing: string[] = [];
  const entries = (Object.entries(spec) as [Key, ColumnSpec][]).map(([key, { names, optional }]) => {
    const position = names.map((name) => known.indexOf(name.toLowerCase())).find((index) => index >= 0) ?? -1;
    if (position === -1 && optional === undefined) missing.push(names[0]);
    return [key, position] as const;
  });
  return { positions: Object.fromEntries(entries) as Positions<Key>, missing };
}

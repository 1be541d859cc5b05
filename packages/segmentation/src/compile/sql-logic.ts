/** All of the conditions, in parentheses where there are several. */
export function all(...conditions: readonly (string | null)[]): string {
  return joined(conditions, ' AND ', '1');
}

/** Any of the conditions, in parentheses where there are several. */
export function any(...conditions: readonly (string | null)[]): string {
  return joined(conditions, ' OR ', '0');
}

function joined(conditions: readonly (string | null)[], connector: string, none: string): string {
  const given = conditions.filter((condition) => condition !== null);
  return given.length > 1 ? `(${given.join(connector)})` : (given[0] ?? none);
}

/** All of the conditions, in parentheses where there are several. */
export function all(...conditions: readonly (string | null)[]): string {
  return joined(conditions, ' AND ', '1');
}

/** Any of the conditions, in parentheses where there are several. */
export function any(...conditions: readonly (string | null)[]): string {
  return joined(conditions, ' OR ', '0');
}

/**
 * A value that is one of some others, or is there and `negated` none of them.
 *
 * @param present null where it always is
 */
export function oneOf(value: string, present: string | null, negated: boolean, others: readonly string[]): string {
  if (others.length === 0) return negated ? (present ?? '1') : '0';
  const among = others.length === 1 ? `${value} = ${others[0]}` : `${value} IN (${others.join(', ')})`;
  return negated ? all(present, `NOT (${among})`) : among;
}

function joined(conditions: readonly (string | null)[], connector: string, none: string): string {
  const given = conditions.filter((condition) => condition !== null);
  return given.length > 1 ? `(${given.join(connector)})` : (given[0] ?? none);
}

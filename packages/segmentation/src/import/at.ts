/** What stands at a path of JSON that nobody has looked at; undefined where there is nothing. */
export function at(json: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    json,
  );
}

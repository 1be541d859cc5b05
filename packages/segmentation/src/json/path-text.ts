/** Where something stands in JSON: names and positions, outermost first. */
export type Path = readonly PropertyKey[];

/** `condition.conditions[1].test.value`; empty for the whole. */
export function pathText(path: Path): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

/** A line of a result, before it is written. */
export type BulkLine = Readonly<Record<string, unknown>>;

/** The lines of what one execution answered: each row of a connection is one, with the id of the row that it belongs to. */
export function linesOf(data: Readonly<Record<string, unknown>>): {
  readonly lines: BulkLine[];
  readonly roots: number;
} {
  const lines: BulkLine[] = [];
  let roots = 0;
  for (const value of Object.values(data)) {
    for (const node of rowsOf(value) ?? []) {
      roots += 1;
      addLines(node, undefined, lines);
    }
  }
  return { lines, roots };
}

function addLines(node: BulkLine, parent: unknown, lines: BulkLine[]): void {
  const children: BulkLine[] = [];
  const own = withoutRows(node, children);
  lines.push(parent === undefined ? own : { ...own, __parentId: parent });
  for (const child of children) addLines(child, node.id, lines);
}

/** A thing without the connections in it, whose rows go to `children`. */
function withoutRows(thing: BulkLine, children: BulkLine[]): BulkLine {
  const own: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(thing)) {
    const rows = rowsOf(value);
    if (rows !== undefined) children.push(...rows);
    else own[name] = isThing(value) ? withoutRows(value, children) : value;
  }
  return own;
}

function rowsOf(value: unknown): readonly BulkLine[] | undefined {
  if (!isThing(value) || !Array.isArray(value.edges)) return undefined;
  return value.edges.map((edge: { readonly node: BulkLine }) => edge.node);
}

function isThing(value: unknown): value is BulkLine {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As Shopify writes it: slashes are escaped. */
export function lineText(line: BulkLine): string {
  return `${JSON.stringify(line).replaceAll('/', '\\/')}\n`;
}

import { type ESTree, parseSync, Visitor } from 'vite';

/** A module that a file names, in any way that is written out: import, export from, import(), import type, require. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** Erased before the program runs. */
  readonly typeOnly: boolean;
}

/** Something a file does that some rule may forbid. */
export interface Usage {
  readonly what: 'any' | 'double cast' | 'clock' | 'environment' | 'network';
  readonly line: number;
}

export interface SourceFile {
  readonly path: string;
  /** False for tests and configuration: what never runs in the product. */
  readonly shipped: boolean;
  readonly imports: readonly Import[];
  readonly usages: readonly Usage[];
}

/** Reads one file of JavaScript or TypeScript; throws where it does not parse. */
export function sourceFile(path: string, text: string): SourceFile {
  const { program, errors } = parseSync(path, text);
  if (errors[0] !== undefined) throw new SyntaxError(`${path} does not parse: ${errors[0].message}`);
  const imports: Import[] = [];
  const usages: Usage[] = [];
  const lineOf = (node: { start: number }) => text.slice(0, node.start).split('\n').length;
  const found = (source: ESTree.Node | null, typeOnly: boolean) => {
    if (source?.type === 'Literal' && typeof source.value === 'string')
      imports.push({ specifier: source.value, line: lineOf(source), typeOnly });
  };
  const used = (what: Usage['what'], node: { start: number }) => usages.push({ what, line: lineOf(node) });

  new Visitor({
    ImportDeclaration: (node) => found(node.source, node.importKind === 'type'),
    ExportNamedDeclaration: (node) => found(node.source, node.exportKind === 'type'),
    ExportAllDeclaration: (node) => found(node.source, node.exportKind === 'type'),
    ImportExpression: (node) => found(node.source, false),
    TSImportType: (node) => found(node.source, true),
    TSExternalModuleReference: (node) => found(node.expression, false),
    CallExpression: (node) => {
      const callee = text.slice(node.callee.start, node.callee.end);
      if (/^(require|require\.resolve|import\.meta\.resolve)$/.test(callee)) found(node.arguments[0] ?? null, false);
      if (callee === 'Date.now' || callee === 'performance.now') used('clock', node);
      if (callee === 'fetch') used('network', node);
    },
    NewExpression: (node) => {
      const callee = text.slice(node.callee.start, node.callee.end);
      if (callee === 'Date' && node.arguments.length === 0) used('clock', node);
      if (callee === 'WebSocket' || callee === 'EventSource') used('network', node);
    },
    MemberExpression: (node) => {
      if (text.slice(node.start, node.end) === 'process.env') used('environment', node);
    },
    TSAnyKeyword: (node) => used('any', node),
    TSAsExpression: (node) => {
      if (node.expression.type === 'TSAsExpression' && node.expression.typeAnnotation.type === 'TSUnknownKeyword')
        used('double cast', node);
    },
  }).visit(program);
  return { path, shipped: isShipped(path), imports, usages };
}

function isShipped(path: string): boolean {
  const ofTheProduct = /\/(src|bin)\//.test(path) && !path.startsWith('test/src/');
  return ofTheProduct && !/\.(test|test-d|bench|fixture)\.[cm]?tsx?$/.test(path);
}

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type SourceFile, sourceFile } from './source-file.js';

/** What the rules read of a package.json. */
export interface Manifest {
  readonly name: string;
  readonly version?: string;
  readonly workspaces?: readonly string[];
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Dependencies;
  readonly devDependencies?: Dependencies;
  readonly optionalDependencies?: Dependencies;
  readonly peerDependencies?: Dependencies;
}

export type Dependencies = Readonly<Record<string, string>>;

/** One package of the repository, or the root itself (with `dir` empty). */
export interface Workspace {
  readonly dir: string;
  readonly manifest: Manifest;
  /** Its JavaScript and TypeScript, without what belongs to a workspace inside it. */
  readonly sources: readonly SourceFile[];
}

/** A checkout as the rules see it: everything but what is installed, built or measured. Paths use `/`. */
export interface Repository {
  readonly root: Workspace;
  readonly workspaces: readonly Workspace[];
  /** Paths of all files. */
  readonly files: readonly string[];
  readonly read: (path: string) => string;
}

const NOT_OURS = new Set(['node_modules', 'dist', 'coverage', 'test-results.json', '.git', '.turbo', '.clientele']);
const SOURCE = /\.[cm]?[jt]sx?$/;

export function readRepository(directory: string): Repository {
  const files = listFiles(directory, '');
  const read = (path: string) => readFileSync(join(directory, path), 'utf8');
  const manifestOf = (dir: string): Manifest => JSON.parse(read(dir === '' ? 'package.json' : `${dir}/package.json`));
  const rootManifest = manifestOf('');
  const patterns = (rootManifest.workspaces ?? []).map(patternOf);
  const packages = files.filter((file) => file.endsWith('/package.json')).map((file) => dirname(file));
  const dirs = packages.filter((dir) => patterns.some((pattern) => pattern.test(dir)));
  const sources = new Map<string, SourceFile[]>(['', ...dirs].map((dir) => [dir, []]));
  for (const file of files) {
    // A package that is no workspace is an installation of its own, which answers for what it imports.
    if (SOURCE.test(file)) sources.get(ownerOf(file, packages))?.push(sourceFile(file, read(file)));
  }
  const workspace = (dir: string): Workspace => ({ dir, manifest: manifestOf(dir), sources: sources.get(dir) ?? [] });
  return { root: workspace(''), workspaces: dirs.map(workspace), files, read };
}

/** The innermost of the packages that holds the file; the root (empty) where none does. */
function ownerOf(file: string, dirs: readonly string[]): string {
  return dirs.filter((dir) => file.startsWith(`${dir}/`)).sort((a, b) => b.length - a.length)[0] ?? '';
}

function listFiles(directory: string, under: string): string[] {
  return readdirSync(join(directory, under), { withFileTypes: true }).flatMap((entry) => {
    const path = under === '' ? entry.name : `${under}/${entry.name}`;
    if (NOT_OURS.has(entry.name)) return [];
    if (entry.isDirectory()) return listFiles(directory, path);
    return entry.isFile() ? [path] : [];
  });
}

/** `packages/*` as npm reads it: a star stands for one name. */
function patternOf(glob: string): RegExp {
  return new RegExp(`^${glob.replaceAll('*', '[^/]+')}$`);
}

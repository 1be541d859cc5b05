import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import type { Finding } from './finding.js';
import type { Manifest, Repository, Workspace } from './repository.js';
import type { Import, SourceFile } from './source-file.js';

/** What any package's configuration may take from the root of the repository. */
const SHARED_CONFIGURATION = ['vitest.shared.ts'];

/**
 * Whatever a package imports, its own package.json declares: the product's code among its dependencies, tests also
 * among its development dependencies or the root's. Nobody reaches into another package's files.
 */
export function declaredImports(repository: Repository): Finding[] {
  const faces = new Map(repository.workspaces.map(({ manifest }) => [manifest.name, manifest]));
  return [repository.root, ...repository.workspaces].flatMap((workspace) =>
    workspace.sources.flatMap((file) =>
      file.imports.flatMap((imported) => {
        const problem = imported.specifier.startsWith('.')
          ? reachingOut(workspace, file, imported)
          : (undeclared(repository.root.manifest, workspace.manifest, file, imported) ?? pastTheFace(faces, imported));
        return problem === undefined ? [] : [{ place: `${file.path}:${imported.line}`, problem }];
      }),
    ),
  );
}

function reachingOut({ dir }: Workspace, file: SourceFile, { specifier }: Import): string | undefined {
  const target = posix.join(posix.dirname(file.path), specifier);
  if (dir === '' || target.startsWith(`${dir}/`) || SHARED_CONFIGURATION.includes(target)) return undefined;
  return `${specifier} is outside of ${dir}; import the package that it belongs to by name`;
}

function undeclared(root: Manifest, own: Manifest, file: SourceFile, imported: Import): string | undefined {
  const { specifier, typeOnly } = imported;
  if (specifier.startsWith('node:')) return undefined;
  if (builtinModules.includes(specifier)) return `write node:${specifier}`;
  const name = packageOf(specifier);
  const shipped = { ...own.dependencies, ...own.optionalDependencies, ...own.peerDependencies };
  // A test may come through its own package's face, as any other package would.
  if (name in shipped || (name === own.name && !file.shipped)) return undefined;
  const development = { ...own.devDependencies, ...(file.shipped ? {} : root.devDependencies) };
  if (!(name in development)) return `${name} is not declared in ${own.name}'s package.json`;
  return file.shipped && !typeOnly ? `${name} is only a development dependency of ${own.name}` : undefined;
}

/** A path inside one of our packages that its `exports` do not offer. */
function pastTheFace(faces: ReadonlyMap<string, Manifest>, { specifier }: Import): string | undefined {
  const name = packageOf(specifier);
  const face = faces.get(name);
  if (face === undefined || specifier === name) return undefined;
  const path = `.${specifier.slice(name.length)}`;
  return face.exports?.[path] == null ? `${name} does not export ${path}; import what its index offers` : undefined;
}

/** `@apollo/server` of `@apollo/server/plugin/cacheControl`, `zod` of `zod/mini`. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

import type { Finding } from './finding.js';
import type { Repository, Workspace } from './repository.js';

/** What each package may import of ours, by folder; ARCHITECTURE.md has the reasons. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'packages/model': [],
  'packages/segmentation': ['model'],
  'packages/identity': ['model'],
  'packages/insights': ['model'],
  'packages/connector-kit': ['model'],
  'packages/connectors/*': ['connector-kit', 'model', 'fakes', 'servers'],
  'packages/ledger': ['model', 'servers'],
  'packages/warehouse': ['model', 'segmentation', 'identity'],
  'packages/pipeline': ['model', 'segmentation', 'identity', 'insights', 'connector-kit', 'warehouse', 'ledger'],
  'packages/client': [],
  'packages/widgets': [],
  'test/worlds': ['model'],
  'test/fakes': ['model'],
  'test/servers': [],
};
/** These know no server, no HTTP, no clock and no environment variable: whoever calls them hands such things over. */
const PURE = ['model', 'segmentation', 'identity', 'insights', 'connector-kit'].map((name) => `packages/${name}`);
const SERVERS = /^node:(http|https|http2|net|tls|dgram|dns|child_process|cluster|worker_threads|perf_hooks)(\/|$)/;
const IMPURE: Readonly<Record<string, string>> = {
  clock: 'reads the clock; take the instant as a parameter',
  environment: 'reads environment variables; take the value as a parameter',
  network: 'speaks to the network; take a port that does it as a parameter',
};

/** Every arrow between our packages, in a package.json or an import, points inward; only the cli imports apps. */
export function dependencyRule(repository: Repository): Finding[] {
  return repository.workspaces.flatMap((workspace) => [...arrows(repository, workspace), ...impurities(workspace)]);
}

function arrows(repository: Repository, workspace: Workspace): Finding[] {
  const { manifest } = workspace;
  const allowed = mayImport(repository, workspace);
  if (allowed === undefined) {
    return [{ place: workspace.dir, problem: `say in the dependency rule what ${manifest.name} may import of ours` }];
  }
  const declared = Object.keys({
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
    ...manifest.peerDependencies,
  }).map((name) => ({ place: `${workspace.dir}/package.json`, name }));
  const imported = workspace.sources.flatMap((file) =>
    file.imports.map(({ specifier, line }) => ({ place: `${file.path}:${line}`, name: specifier })),
  );
  return [...declared, ...imported]
    .filter(({ name }) => name.startsWith('@clientele/') && name !== manifest.name)
    .filter(({ name }) => !allowed.has(name.split('/').slice(0, 2).join('/')))
    .map(({ place, name }) => ({ place, problem: `${manifest.name} must not depend on ${name}` }));
}

/** Names of our packages that this one may import; undefined where the rule does not know it. */
function mayImport({ workspaces }: Repository, { dir }: Workspace): ReadonlySet<string> | undefined {
  const namesOf = (test: (dir: string) => boolean) =>
    new Set(workspaces.filter((other) => test(other.dir)).map((other) => other.manifest.name));
  if (dir === 'apps/cli') return namesOf((other) => !['test', 'test/fakes', 'test/servers'].includes(other));
  const fakes = dir === 'apps/shopify' ? 'test/fakes' : undefined;
  if (dir.startsWith('apps/')) return namesOf((other) => other.startsWith('packages/') || other === fakes);
  if (dir === 'test') return namesOf((other) => other.startsWith('packages/') || other.startsWith('test/'));
  const names = MAY_IMPORT[dir.startsWith('packages/connectors/') ? 'packages/connectors/*' : dir];
  return names && new Set(names.map((name) => `@clientele/${name}`));
}

function impurities(workspace: Workspace): Finding[] {
  const { name } = workspace.manifest;
  if (!PURE.includes(workspace.dir)) return [];
  return workspace.sources
    .filter((file) => file.shipped)
    .flatMap((file) => [
      ...file.imports
        .filter(({ specifier }) => SERVERS.test(specifier))
        .map(({ specifier, line }) => ({
          place: `${file.path}:${line}`,
          problem: `${name} must not use ${specifier}`,
        })),
      ...file.usages.flatMap(({ what, line }) => {
        const problem = IMPURE[what];
        return problem === undefined ? [] : [{ place: `${file.path}:${line}`, problem: `${name} ${problem}` }];
      }),
    ]);
}

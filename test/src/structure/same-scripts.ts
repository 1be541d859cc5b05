import type { Finding } from './finding.js';
import type { Repository } from './repository.js';

/** What a developer, turbo and CI may count on in each package. A build may do more before or after the compiler. */
const SCRIPTS: Readonly<Record<string, RegExp>> = {
  build: /(^|&& )tsc -p tsconfig\.build\.json( &&|$)/,
  typecheck: /^tsc -p tsconfig\.json$/,
  test: /^vitest run --fsModuleCache=false$/,
};
const OPTIONAL = ['test:long', 'test:servers'];

/** Packages share the names of their scripts, and what those do. */
export function sameScripts(repository: Repository): Finding[] {
  return repository.workspaces.flatMap(({ dir, manifest }) => {
    const place = `${dir}/package.json`;
    const scripts = manifest.scripts ?? {};
    const wrong = Object.entries(SCRIPTS)
      .filter(([name, form]) => !form.test(scripts[name] ?? ''))
      .map(([name]) => ({ place, problem: `the script '${name}' is not as in the other packages` }));
    const unknown = Object.keys(scripts)
      .filter((name) => !(name in SCRIPTS) && !OPTIONAL.includes(name))
      .map((name) => ({ place, problem: `the script '${name}' exists in no other package` }));
    return [...wrong, ...unknown];
  });
}

import type { Finding } from './finding.js';
import type { Repository } from './repository.js';

const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/** Every dependency has one exact version, the same in the whole repository: an install is the same on any day. */
export function exactVersions(repository: Repository): Finding[] {
  const findings: Finding[] = [];
  const seen = new Map<string, { version: string; place: string }>();
  for (const { dir, manifest } of [repository.root, ...repository.workspaces]) {
    const place = dir === '' ? 'package.json' : `${dir}/package.json`;
    const versions = [
      manifest.dependencies,
      manifest.devDependencies,
      manifest.optionalDependencies,
      manifest.peerDependencies,
    ].flatMap((dependencies) => Object.entries(dependencies ?? {}));
    for (const [name, version] of versions) {
      const first = seen.get(name) ?? { version, place };
      seen.set(name, first);
      if (!EXACT.test(version)) findings.push({ place, problem: `${name} ${version} is no exact version` });
      else if (version !== first.version)
        findings.push({ place, problem: `${name} is ${version} here and ${first.version} in ${first.place}` });
    }
  }
  return findings;
}

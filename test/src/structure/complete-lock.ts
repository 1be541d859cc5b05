import type { Finding } from './finding.js';
import type { Repository } from './repository.js';

interface LockEntry {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * The lock file knows every optional dependency, on whatever platform it was written. npm leaves out those that it could
 * not find on the day, and `npm ci` then refuses, or a machine of another kind goes without (npm/cli issue 4828).
 */
export function completeLock(repository: Repository): Finding[] {
  const { packages }: { packages: Readonly<Record<string, LockEntry>> } = JSON.parse(
    repository.read('package-lock.json'),
  );
  return Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !(`${path}/node_modules/${name}` in packages) && !(`node_modules/${name}` in packages))
      .map((name) => ({
        place: 'package-lock.json',
        problem: `${name}, an optional dependency of ${path === '' ? 'the root' : path}, is missing; pin a version that has it`,
      })),
  );
}

import { posix } from 'node:path';
import type { Finding } from './finding.js';
import type { Repository } from './repository.js';

const PILES = /(^|\/)(utils?|helpers?|types|misc|common)(\.[a-z.]+|\/.*)$/;
const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)+$/;
const FORBIDDEN: Readonly<Record<string, string>> = {
  any: '`any` switches the compiler off; say the type, or read it with a schema',
  'double cast': '`as unknown as` switches the compiler off; say the type, or read it with a schema',
};

/** A source file is named in kebab-case by what it is about, and keeps the compiler's help. */
export function plainCode(repository: Repository): Finding[] {
  return [repository.root, ...repository.workspaces].flatMap(({ dir, sources }) =>
    sources.flatMap((file) => {
      const findings: Finding[] = [];
      if (PILES.test(file.path.slice(dir.length)))
        findings.push({ place: file.path, problem: 'name the file by its one idea, not as a pile' });
      if (!KEBAB_CASE.test(posix.basename(file.path)))
        findings.push({ place: file.path, problem: 'file names are kebab-case' });
      for (const { what, line } of file.usages) {
        const problem = FORBIDDEN[what];
        if (problem !== undefined) findings.push({ place: `${file.path}:${line}`, problem });
      }
      return findings;
    }),
  );
}

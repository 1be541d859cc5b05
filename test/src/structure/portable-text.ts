import type { Finding } from './finding.js';
import type { Repository } from './repository.js';

const BINARY = /\.(gz|parquet|png|jpe?g|webp|ico|woff2|zst|db)$/;

/** What is true on one machine only. Written so that this file does not match itself. */
const NOT_PORTABLE: readonly { readonly form: RegExp; readonly problem: string }[] = [
  {
    form: /(?<![\w.:/*}-])\/(?:home|Users|root|work|tmp|var\/folders|private)\/[\w.-]/,
    problem: 'a path of one machine; derive it from the file, os.tmpdir() or a parameter',
  },
  { form: /\b[A-Z]:\\(?:Users|home)\\/i, problem: 'a path of one machine; derive it from the file or os.tmpdir()' },
  {
    form: /\bregistry\.[a-z0-9-]+\.[a-z]{2,}|\b(?:npm|pkgs?|packages)\.[a-z0-9-]+\.(?:com|org|dev|io)\b|\/artifactory\/|^(?:@[\w-]+:)?registry\s*=\s*h/,
    problem: 'a package registry; which one is used is the business of whoever installs',
  },
  { form: /"resolved": "https?:/, problem: 'an address in the lock file; .npmrc leaves them out' },
];

/** No file names a path of a machine or a package registry. */
export function portableText(repository: Repository): Finding[] {
  return repository.files
    .filter((path) => !BINARY.test(path))
    .flatMap((path) =>
      repository
        .read(path)
        .split('\n')
        .flatMap((text, index) =>
          NOT_PORTABLE.filter(({ form }) => form.test(text)).map(({ problem }) => ({
            place: `${path}:${index + 1}`,
            problem,
          })),
        ),
    );
}

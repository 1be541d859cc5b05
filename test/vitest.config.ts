import { mergeConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import shared from '../vitest.shared.ts';

/** The files that take longest, in the order in which they begin: what begins last is to be short. */
const LONGEST = ['differential.test.ts', 'demo.test.ts', 'console.test.ts', 'real-server.test.ts', 'killed.test.ts'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}`));
      return found === -1 ? LONGEST.length : found;
    };
    return files.toSorted((one, other) => place(one) - place(other));
  }
}

// The longest of all packages, which often waits: for disks, for processes to start, for pages. Each file has processes
// of its own, so that their order proves nothing.
export default mergeConfig(shared, {
  test: { maxWorkers: 2, isolate: true, sequence: { sequencer: LongestFirst, shuffle: { files: false, tests: true } } },
});

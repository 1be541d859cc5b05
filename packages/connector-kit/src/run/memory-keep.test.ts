import { test } from 'vitest';
import { KEEP_CASES } from './keep-cases.js';
import { MemoryKeep } from './memory-keep.js';

test.each(KEEP_CASES.flatMap((one) => [1, 3].map((together) => [one.says, together, one] as const)))(
  '%s (%i pages together)',
  async (_, together, { run }) => {
    const keep = new MemoryKeep(together);
    await run({ keep, reopen: async () => keep.crashed() });
  },
);

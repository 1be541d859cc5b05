import { glob, mkdtemp, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { openHouse } from './house.js';

it.each(['lots', '100', '-2000'])('refuses %j as the memory of its engine', async (engineMegabytes) => {
  const directory = await mkdtemp(join(tmpdir(), 'clientele-house-'));
  try {
    const message = `CLIENTELE_ENGINE_MB is '${engineMegabytes}': set it to the megabytes that the warehouse may take, 800 or more.`;
    await expect(openHouse({ directory, engineMegabytes })).rejects.toThrow(message);
  } finally {
    await rm(directory, { recursive: true });
  }
});

it('ends when an engine that crashed comes back without some of its rows', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'clientele-house-'));
  const house = await openHouse({ directory });
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const exited = new Promise<unknown>((resolve) => {
    vi.spyOn(process, 'exit').mockImplementation((status) => resolve(status) as never);
  });
  try {
    // A table that is there from the start has a row for each migration, in parts that may be merged by now.
    for await (const file of glob(join(directory, 'warehouse/store/*/*/all_*/data.bin'))) {
      await truncate(file, (await stat(file)).size - 1);
    }
    process.kill(house.engine.pid() ?? 0, 'SIGKILL');
    expect(await exited).toBe(3);
    expect(written.mock.calls.flat().join('')).toMatch(/ \d+ damaged parts?, the first broken-on-start_all_/);
  } finally {
    vi.restoreAllMocks();
    await house.close();
    await rm(directory, { recursive: true });
  }
});

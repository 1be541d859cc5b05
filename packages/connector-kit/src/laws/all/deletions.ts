import { FAULTS } from '../faults.js';
import type { Law } from '../law.js';
import { actions, syncs, tellMoment } from '../moment.js';
import type { Trial } from '../trial.js';
import { Violation } from '../violation.js';

export const deletions: Law = {
  number: 12,
  says: 'Only what the world erased is dropped: not by half a sweep, a failed request or a page that shifted.',
  mend: 'read() answers undefined only where the platform says that there is no such object, and never because a request failed.',
  needs: [],
  async drive(bench) {
    const { fc, example } = bench;
    const action = actions(fc, example, ['touch', 'place', 'trash', 'restore', 'erase', 'pass']);
    const schedule = fc.record({
      sweeps: fc.array(syncs(fc, action, true), { minLength: 1, maxLength: 3 }),
      faults: fc.record({ fault: fc.constantFrom(...FAULTS), from: fc.nat(8), count: fc.integer({ min: 1, max: 8 }) }),
    });
    return bench.forAll(
      schedule,
      async ({ sweeps, faults }, seed) => {
        const trial = await bench.trial({ seed, orders: 2 * example.pageSize + 1, together: 2 });
        await trial.sweep();
        await mustHaveAll(trial);
        for (const sync of sweeps) {
          await trial.sync(sync, { sweeping: 'now' });
          await mustHaveAll(trial);
        }
        await trial.syncThrough(faults, { sweeping: 'now' });
        await mustHaveAll(trial);
        await trial.sweep();
        await trial.compare();
      },
      ({ sweeps, faults: { fault, from, count } }) => [
        'everything is read; all syncs from here sweep',
        ...sweeps.flatMap(tellMoment),
        `a sync, of which requests ${from + 1} to ${from + count} fail (${fault})`,
      ],
    );
  },
};

/** Nothing that was there and truly is there has been dropped. */
async function mustHaveAll<Settings extends object>(trial: Trial<Settings>): Promise<void> {
  const dropped = new Set(trial.keep.dropped().map(({ of, externalId }) => `${of} ${externalId}`));
  const truth = await trial.world.truth();
  const wrong = truth.filter(
    ({ kind, externalId }) => dropped.has(`${kind} ${externalId}`) && !trial.wasRestored(externalId),
  );
  if (wrong.length === 0) return;
  throw new Violation(
    'something was dropped that is there',
    wrong.map(({ kind, externalId }) => ({ kind, externalId, what: 'dropped' })),
  );
}

import type { Law } from '../law.js';
import { actions, moments, syncs, tellMoment } from '../moment.js';

export const resumable: Law = {
  number: 2,
  says: 'Killed at any request and gone on with from what was durable, it comes to the same end.',
  mend: 'All that pull() needs for the next page belongs into the cursor that it returns: a connector remembers nothing by itself.',
  needs: [],
  async drive(bench) {
    const { fc, example } = bench;
    const action = actions(fc, example);
    const schedule = fc.record({
      together: fc.integer({ min: 1, max: 4 }),
      first: syncs(fc, action, true),
      schedule: moments(fc, action, syncs(fc, action, true)),
    });
    return bench.forAll(
      schedule,
      async ({ together, first, schedule: rest }, seed) => {
        const trial = await bench.trial({ seed, together, orders: 12 });
        await trial.play([first, ...rest]);
        await trial.sweep();
        await trial.compare();
      },
      ({ together, first, schedule: rest }) => [
        `pages become durable ${together} at a time`,
        ...[first, ...rest].flatMap(tellMoment),
      ],
    );
  },
};

import type { Law } from '../law.js';
import { actions, syncs, tellMoment } from '../moment.js';

export const ties: Law = {
  number: 5,
  says: 'More records of one tick of the clock than a page holds are all found, also when some change meanwhile.',
  mend: "A bound past the last time seen loses what shares that time: keyset() includes it, where grainMs and pageSize are the platform's.",
  needs: ['tie'],
  async drive(bench) {
    const { fc, example } = bench;
    const during = actions(fc, example, ['touch', 'pass']);
    const schedule = fc.record({
      before: fc.boolean(),
      tie: fc.record({
        do: fc.constant('tie' as const),
        orders: fc.integer({ min: 2, max: 3 * example.pageSize + 1 }),
      }),
      sync: syncs(fc, during, false),
    });
    return bench.forAll(
      schedule,
      async ({ before, tie, sync }, seed) => {
        const trial = await bench.trial({ seed, orders: 2 });
        if (before) await trial.catchUp();
        await trial.play([tie, sync]);
        await trial.catchUp();
        await trial.compare();
      },
      ({ before, tie, sync }) => [...(before ? ['everything is read'] : []), ...[tie, sync].flatMap(tellMoment)],
    );
  },
};

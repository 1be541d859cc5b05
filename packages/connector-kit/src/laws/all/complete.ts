import { declarationFaults } from '../declared.js';
import type { Law } from '../law.js';
import { actions, moments, syncs, tellMoment } from '../moment.js';

/**
 * First without any sweep, where only what the connector says that it misses may be missing: so a connector that misses
 * more than it declares is found. Then with a sweep, where nothing may be.
 */
export const complete: Law = {
  number: 1,
  says: 'After all is quiet, what is stored is what is true; what is missed until the next sweep is declared.',
  mend: "What never comes is on no page that pull() asks for, or changes without its change time, which facts.misses has to say; what comes and differs is decode()'s.",
  needs: [],
  async drive(bench) {
    const [fault] = declarationFaults(bench.connector);
    if (fault !== undefined) return { sentence: fault, schedule: [], records: [] };
    const { fc, example } = bench;
    const action = actions(fc, example);
    return bench.forAll(
      moments(fc, action, syncs(fc, action, false)),
      async (schedule, seed) => {
        const trial = await bench.trial({ seed });
        await trial.check();
        await trial.play(schedule);
        await trial.catchUp();
        await trial.compare();
        await trial.sweep();
        await trial.compare();
      },
      (schedule) => schedule.flatMap(tellMoment),
    );
  },
};

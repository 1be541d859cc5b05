import type { Law } from '../law.js';
import { actions, moments, syncs, tellMoment } from '../moment.js';
import { holds } from '../violation.js';

export const contract: Law = {
  number: 15,
  says: "Every request is one that the platform's own description of its interface allows.",
  mend: "Ask only for what the platform's documentation describes.",
  needs: ['problems'],
  async drive(bench) {
    const { fc, example } = bench;
    const action = actions(fc, example);
    return bench.forAll(
      moments(fc, action, syncs(fc, action, false)),
      async (schedule, seed) => {
        const trial = await bench.trial({ seed });
        await trial.check();
        await trial.play(schedule);
        await trial.sweep();
        const [problem] = trial.world.problems?.() ?? [];
        holds(problem === undefined, `a request is not as the platform describes it: ${problem ?? ''}`);
      },
      (schedule) => schedule.flatMap(tellMoment),
    );
  },
};

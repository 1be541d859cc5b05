import type { Law } from '../law.js';
import { actions, moments, syncs, tellMoment } from '../moment.js';

export const late: Law = {
  number: 7,
  says: 'Records that appear late, with change times of up to 72 hours ago, are found by the next sweep at the latest.',
  mend: 'facts.misses says `late`, and a sweep reads everything, or goes back three days and more.',
  needs: ['late'],
  async drive(bench) {
    const { fc, example } = bench;
    const action = actions(fc, example, ['late', 'late', 'place', 'pass']);
    return bench.forAll(
      moments(fc, action, syncs(fc, action, false)),
      async (schedule, seed) => {
        const trial = await bench.trial({ seed });
        await trial.catchUp();
        await trial.play(schedule);
        await trial.catchUp();
        await trial.compare();
        await trial.sweep();
        await trial.compare();
      },
      (schedule) => ['everything is read', ...schedule.flatMap(tellMoment)],
    );
  },
};

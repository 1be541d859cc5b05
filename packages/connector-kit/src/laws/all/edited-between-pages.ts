import { hasPulled } from '../../run/stream-run.js';
import type { Law } from '../law.js';
import { actions, syncs, tellMoment } from '../moment.js';

export const editedBetweenPages: Law = {
  number: 4,
  says: 'What is edited while its pages are being read is not lost, and hides nothing else.',
  mend: 'A page number loses what moves up when something before it changes, and a place that is looked up anew moves with its object: keyset() reads lists by change time, with its behind() where pages begin behind an object.',
  needs: ['touch'],
  without: ({ connector }) => (hasPulled(connector) ? undefined : 'the connector asks for nothing'),
  async drive(bench) {
    const { fc, example } = bench;
    const action = actions(fc, example, ['touch', 'touch', 'place', 'pay', 'trash', 'pass']);
    return bench.forAll(
      fc.array(syncs(fc, action, false), { minLength: 1, maxLength: 3 }),
      async (schedule, seed) => {
        const trial = await bench.trial({ seed, orders: 3 * bench.example.pageSize + 1 });
        await trial.play(schedule);
        await trial.catchUp();
        await trial.compare();
      },
      (schedule) => schedule.flatMap(tellMoment),
    );
  },
};

import type { Law } from '../law.js';
import { actions, tellMoment } from '../moment.js';

export const sums: Law = {
  number: 11,
  says: "Money adds up to the shop's own totals, with refunds in part, in full, again and beyond, in all its currencies.",
  mend: 'money() is for whole units of a currency, minorMoney() for its smallest ones, which are not always hundredths; a refund is positive, and said once.',
  needs: ['refund'],
  async drive(bench) {
    const { fc, example } = bench;
    return bench.forAll(
      fc.array(actions(fc, example, ['refund', 'refund', 'pay', 'place']), { maxLength: 8 }),
      async (schedule, seed) => {
        const trial = await bench.trial({ seed });
        await trial.catchUp();
        await trial.play(schedule);
        await trial.sweep();
        await trial.compare();
      },
      (schedule) => ['everything is read', ...schedule.flatMap(tellMoment)],
    );
  },
};

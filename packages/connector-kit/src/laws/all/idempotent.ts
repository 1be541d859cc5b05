import type { Law } from '../law.js';
import { actions, tellMoment } from '../moment.js';
import { Violation } from '../violation.js';

export const idempotent: Law = {
  number: 3,
  says: 'Run again where nothing has happened, by changes or by a sweep, it changes nothing.',
  mend: 'decode() says the same of the same object: without a clock, a counter or chance.',
  needs: [],
  async drive(bench) {
    const { fc, example } = bench;
    return bench.forAll(
      fc.array(actions(fc, example), { maxLength: 6 }),
      async (schedule, seed) => {
        const trial = await bench.trial({ seed });
        await trial.play(schedule);
        await trial.sweep();
        const before = new Map(
          trial.records.map((record) => [`${record.kind} ${record.externalId}`, JSON.stringify(record)]),
        );
        await trial.world.sleep(1000);
        await trial.catchUp();
        await trial.sweep();
        const changed = trial.records.filter(
          (record) => before.get(`${record.kind} ${record.externalId}`) !== JSON.stringify(record),
        );
        if (changed.length === 0 && trial.records.length === before.size) return;
        const found = changed.flatMap((record) =>
          record.kind === 'deletion'
            ? []
            : [{ kind: record.kind, externalId: record.externalId, what: 'changed by itself' }],
        );
        throw new Violation('a second run changed what nothing had happened to', found);
      },
      (schedule) => schedule.flatMap(tellMoment),
    );
  },
};

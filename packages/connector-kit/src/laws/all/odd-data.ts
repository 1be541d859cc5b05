import type { Law } from '../law.js';
import { isOf, objectAt } from '../trial.js';
import { Violation } from '../violation.js';

const HOWS = ['unknown', 'absent', 'null', 'list', 'type'] as const;

export const oddData: Law = {
  number: 14,
  says: 'Fields that are unknown, absent, null or of another type: the record is read, or refused with a reason and kept.',
  mend: 'decode() throws where it cannot read an object, and id() reads the id without the rest: nothing is left out or made up.',
  needs: ['odd'],
  async drive(bench) {
    const { fc } = bench;
    const oddity = fc.record({ which: fc.nat(9), how: fc.constantFrom(...HOWS), field: fc.nat(40) });
    return bench.forAll(
      fc.array(oddity, { minLength: 1, maxLength: 4 }),
      async (oddities, seed) => {
        const trial = await bench.trial({ seed });
        for (const { which, how, field } of oddities) await trial.world.odd?.(which, { how, field });
        await trial.catchUp();
        const stored = new Set(trial.records.map(({ kind, externalId }) => `${kind} ${externalId}`));
        const refused = new Set(trial.keep.refused().map(({ place }) => objectAt(place)));
        const lost = (await trial.world.truth()).filter(
          ({ kind, externalId }) => !stored.has(`${kind} ${externalId}`) && !isOf(refused, externalId),
        );
        if (lost.length === 0) return;
        throw new Violation(
          'something odd was thrown away without a word',
          lost.map(({ kind, externalId }) => ({ kind, externalId, what: 'neither stored nor refused' })),
        );
      },
      (oddities) => oddities.map(({ which, how, field }) => `of order no. ${which}, field ${field} is odd (${how})`),
    );
  },
};

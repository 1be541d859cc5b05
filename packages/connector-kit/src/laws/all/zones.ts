import { instant } from '@clientele/model';
import type { Law } from '../law.js';

/** Behind UTC, ahead of it, by three quarters of an hour, and not at all. */
const ZONES = ['UTC', 'America/New_York', 'Asia/Kathmandu'];
/** Shortly after clocks were put forward and back in New York. */
const DAYS = [instant('2026-03-09T12:00:00Z'), instant('2026-11-02T12:00:00Z')];

export const zones: Law = {
  number: 13,
  says: "Times are the same whatever the shop's time zone, also where its clocks change.",
  mend: "A time is UTC or names its offset; the shop's own wall clock is another in each zone.",
  needs: ['zone'],
  async drive(bench) {
    const { fc } = bench;
    return bench.forAll(
      fc.record({ zone: fc.constantFrom(...ZONES), at: fc.constantFrom(...DAYS) }),
      async ({ zone, at }, seed) => {
        const trial = await bench.trial({ seed, at, orders: 20 });
        await trial.world.zone?.(zone);
        await trial.catchUp();
        await trial.world.place();
        await trial.catchUp();
        await trial.compare();
      },
      ({ zone, at }) => [`a shop in ${zone}, on ${at}`],
    );
  },
};

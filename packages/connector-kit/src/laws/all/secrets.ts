import { formsOf } from '../../run/hide-secrets.js';
import { secretTexts } from '../../settings.js';
import { FAULTS } from '../faults.js';
import type { Law } from '../law.js';
import type { Trial } from '../trial.js';
import { holds } from '../violation.js';

/** Shorter ones are found in any text. */
const SHORTEST = 4;

export const secrets: Law = {
  number: 16,
  says: 'No secret is in a log, a cursor, an error or the reason of something refused, however requests fail.',
  mend: 'Keys are added in sign(), and nowhere else: not to an address, a cursor or an error.',
  needs: [],
  async drive(bench) {
    const { fc } = bench;
    const faults = fc.record({
      fault: fc.constantFrom(...FAULTS),
      from: fc.nat(6),
      count: fc.integer({ min: 1, max: 20 }),
    });
    return bench.forAll(
      faults,
      async (plan, seed) => {
        const trial = await bench.trial({ seed });
        const checked = await trial.syncThrough(plan);
        trial.said.push(checked.why?.sentence ?? '');
        mustBeClean(trial);
        await trial.syncThrough({ ...plan, count: 0 }, { sweeping: 'now' });
        mustBeClean(trial);
      },
      ({ fault, from, count }) => [`a sync, of which requests ${from + 1} to ${from + count} fail (${fault})`],
    );
  },
};

function mustBeClean<Settings extends object>({ connector, world, keep, said }: Trial<Settings>): void {
  const texts = [
    ...said.map((text) => ['what is logged and said', text] as const),
    ...keep.everyState().map((text) => ['a cursor', text] as const),
    ...keep.refused().map(({ reason }) => ['the reason of something refused', reason] as const),
  ];
  const forms = secretTexts(connector.settings, world.settings)
    .filter((secret) => secret.length >= SHORTEST)
    .flatMap(formsOf);
  for (const [where, text] of texts) holds(!forms.some((form) => text.includes(form)), `a secret is in ${where}`);
}

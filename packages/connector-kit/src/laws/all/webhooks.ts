import type { Heard } from '../../connector.js';
import { hasPulled } from '../../run/stream-run.js';
import type { Law } from '../law.js';
import { actions, tellMoment } from '../moment.js';
import type { Trial } from '../trial.js';
import { holds } from '../violation.js';

/** What becomes of a delivery on its way: lost, come twice, or only at the very end, after all others. */
const FATES = ['comes', 'is lost', 'comes twice', 'comes late'] as const;
type Fate = (typeof FATES)[number];

export const webhooks: Law = {
  number: 8,
  says: 'Webhooks that are lost, come twice, late or in another order leave the same as polling alone.',
  mend: 'hear() names the object in `hints`, and its stream has a read(): what a webhook shows may be older than what was read.',
  needs: ['deliveries'],
  without: ({ connector }) => (connector.hear === undefined ? 'the connector takes no webhooks' : undefined),
  async drive(bench) {
    const { fc, example } = bench;
    // What is lost is lost where nothing can be asked for.
    const fates = FATES.filter((fate) => fate !== 'is lost' || hasPulled(bench.connector));
    const schedule = fc.array(
      fc.record({ action: actions(fc, example), fate: fc.constantFrom(...fates), isSynced: fc.boolean() }),
      { maxLength: 10 },
    );
    return bench.forAll(
      schedule,
      async (steps, seed) => {
        const trial = await bench.trial({ seed });
        const atTheEnd: Heard[] = [];
        if (hasPulled(bench.connector)) await trial.world.deliveries?.();
        else await trial.catchUp();
        for (const { action, fate, isSynced } of steps) {
          await trial.act(action);
          for (const heard of await heardOf(trial)) {
            if (fate === 'comes late') atTheEnd.unshift(heard);
            else for (let times = timesOf(fate); times > 0; times -= 1) await take(trial, heard);
          }
          if (isSynced) await trial.catchUp();
        }
        await trial.sweep();
        for (const heard of atTheEnd) await take(trial, heard);
        await trial.compare();
      },
      (steps) =>
        steps.flatMap(({ action, fate, isSynced }) => [
          `${tellMoment(action).join()}; its webhook ${fate}`,
          ...(isSynced ? ['sync'] : []),
        ]),
    );
  },
};

function timesOf(fate: Fate): number {
  return fate === 'is lost' ? 0 : fate === 'comes twice' ? 2 : 1;
}

async function heardOf<Settings extends object>(trial: Trial<Settings>): Promise<Heard[]> {
  const heard: Heard[] = [];
  for (const { hook } of (await trial.world.deliveries?.()) ?? []) {
    const one = await trial.runner.hear(hook);
    holds(one.outcome !== 'refused', `a true webhook is refused: ${one.outcome === 'refused' ? one.reason : ''}`);
    heard.push(one);
  }
  return heard;
}

async function take<Settings extends object>(trial: Trial<Settings>, heard: Heard): Promise<void> {
  const taken = await trial.runner.take([heard]);
  holds(taken.outcome === 'done', `a webhook cannot be taken: ${taken.outcome === 'done' ? '' : taken.sentence}`);
}

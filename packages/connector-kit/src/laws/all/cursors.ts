import { FAULTS, type FaultPlan } from '../faults.js';
import type { Law } from '../law.js';
import type { Trial } from '../trial.js';
import { holds, Violation } from '../violation.js';

/** A state is stored with each page: it may not grow with the shop. */
const LARGEST_STATE = 65_536;
/** Longer than anybody tries. */
const FOR_EVER = 1_000_000;

export const cursors: Law = {
  number: 6,
  says: 'The cursor is JSON, small, survives a new release, and does not move when a page fails.',
  mend: 'Let ask() fail: `answers` is for a status that says something of the object, such as 404. The cursor is as long at the end as at the beginning.',
  needs: [],
  async drive(bench) {
    const { fc } = bench;
    const faults = fc.record({
      fault: fc.constantFrom(...FAULTS.filter((fault) => !fault.startsWith('busy'))),
      from: fc.nat(6),
      count: fc.constant(FOR_EVER),
    });
    return bench.forAll(
      faults,
      async (plan, seed) => {
        const trial = await bench.trial({ seed, orders: 3 * bench.example.pageSize });
        await failAt(trial, plan);
        await trial.catchUp();
        await trial.compare();
      },
      ({ fault, from }) => [`a sync, of which request ${from + 1} and all after it fail (${fault})`],
    );
  },
};

async function failAt<Settings extends object>(trial: Trial<Settings>, plan: FaultPlan): Promise<void> {
  let kept = 0;
  const onProgress = () => {
    kept = trial.requests.length;
  };
  const synced = await trial.syncThrough(plan, { onProgress });
  if (synced.why?.outcome === 'failed' && synced.why.code === 'broken') throw new Violation(synced.why.sentence);
  const hasFailed = trial.requests.length > plan.from;
  holds(!hasFailed || (synced.outcome !== 'done' && kept <= plan.from), 'a page was kept although its request failed');
  for (const state of trial.keep.states()) holds(state.length < LARGEST_STATE, 'the state is larger than 64 kB');
  trial.restart(trial.keep.withStates(ofAnOlderRelease));
}

/** The same state, as if a release with another form of cursor had stored it. */
function ofAnOlderRelease(state: string): string {
  return state.replace(/"cursorVersion":\d+/, '"cursorVersion":0');
}

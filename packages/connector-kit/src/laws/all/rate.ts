import { Budgets, perSecondOf } from '../../http/budget.js';
import { hasPulled } from '../../run/stream-run.js';
import { RETRY_AFTER_SECONDS } from '../faults.js';
import type { Law } from '../law.js';
import { holds } from '../violation.js';

/** Beyond that many requests that the platform refused, nobody could say that they wait. */
const MOST_IN_A_STORM = 40;

export const rate: Law = {
  number: 10,
  says: 'Requests stay below the declared rate, which connections of one account share; a storm of 429 ends.',
  mend: "limits.key is the account's, the same for all its connections; requests are made by ask() only.",
  needs: [],
  without: ({ connector }) => (hasPulled(connector) ? undefined : 'the connector asks for nothing'),
  async drive(bench) {
    const { fc, connector } = bench;
    const storm = fc.record({
      fault: fc.constantFrom('busy' as const, 'busy with a time' as const),
      from: fc.nat(5),
      count: fc.nat(MOST_IN_A_STORM / 4),
    });
    return bench.forAll(
      storm,
      async (plan, seed) => {
        const budgets = new Budgets();
        const trial = await bench.trial({ seed, orders: 4 * bench.example.pageSize, budgets });
        const other = bench.beside(trial, seed + 1, budgets);
        const [synced, beside] = await Promise.all([trial.syncThrough(plan), other.syncThrough({ ...plan, count: 0 })]);
        trial.mustBeDone(synced);
        other.mustBeDone(beside);
        const { burst } = connector.limits;
        const perSecond = perSecondOf(connector.limits, bench.example.settings);
        const made = [...trial.requests, ...other.requests].sort((a, b) => a - b);
        holds(
          !isAbove(made, perSecond, burst),
          `more than ${burst} requests at once and ${perSecond} a second were made`,
        );
        if (plan.fault === 'busy with a time') mustHaveWaited(trial.requests, made, plan.from, plan.count);
      },
      ({ fault, from, count }) => [
        `two connections of one account; requests ${from + 1} to ${from + count} of one are answered ${fault}`,
      ],
    );
  },
};

function isAbove(made: readonly number[], perSecond: number, burst: number): boolean {
  return made.some((first, from) =>
    made.slice(from).some((last, index) => index + 1 > burst + ((last - first) / 1000) * perSecond + 0.001),
  );
}

/** After each answer that said how long to wait, nobody asked before that. */
function mustHaveWaited(own: readonly number[], made: readonly number[], from: number, count: number): void {
  for (const refusedAt of own.slice(from, from + count)) {
    const early = made.find((at) => at > refusedAt + 1000 && at < refusedAt + RETRY_AFTER_SECONDS * 1000);
    holds(
      early === undefined,
      `a request was made before the ${RETRY_AFTER_SECONDS} s were over that the platform asked for`,
    );
  }
}

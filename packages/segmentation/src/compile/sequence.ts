import type { Duration } from '../tree/amount.js';
import type { Sequence } from '../tree/condition.js';
import type { Scope } from './scope.js';
import { compileGap } from './sequence-gap.js';
import { isOver, lengthOf } from './sequence-limit.js';
import { compileReach } from './sequence-reach.js';
import { DAY, PLACE, placeOf, rowsOf, TIME } from './sequence-rows.js';
import { type Placed, type Stage, stagesOf } from './sequence-stages.js';
import { dayPart, dayParts, elapsedMs, isElapsed } from './sequence-time.js';
import { all, any } from './sql-logic.js';

/** SQL that rows of a profile follow one another as a sequence says. */
export function compileSequence(sequence: Sequence, scope: Scope): string {
  // Of a few profiles, most of the cost is reading the statement.
  const fast = scope.asksEverybody ? (compileGap(sequence, scope) ?? compileReach(sequence, scope)) : undefined;
  return fast ?? rowByRow(sequence, scope);
}

/**
 * SQL for whatever steps. The rows of all of them are gone through once, from the last to the first: so of the rows from
 * which the rest of the sequence can be done, the earliest is always the best to come to, and of those that a NOT rules
 * out, the earliest is the first to look at. What is remembered is one of each step.
 */
function rowByRow(sequence: Sequence, scope: Scope): string {
  const { steps } = sequence;
  const countsDays = steps.some(({ within }) => within !== null && !isElapsed(within));
  const rows = steps.map((step, at) => rowsOf(step, placeOf({ at, negated: step.negated }), countsDays, scope));
  const stages = stagesOf(steps);
  const seen = new Seen(stages);
  const next = stages.flatMap((stage, index) => [
    ...seen.next(stage, `${PLACE} = ${placeOf(stage)} AND ${canBeDone(stage, stages[index + 1], seen, scope)}`),
    ...stage.nots.flatMap((not) => seen.next(not, `${PLACE} = ${placeOf(not)}`)),
  ]);
  const latestFirst = `arrayReverseSort(arrayConcat(${rows.map(({ numbers }) => numbers).join(', ')}))`;
  const none = next.map(() => NONE);
  const found = `arrayFold((seen, row) -> tuple(${next.join(', ')}), ${latestFirst}, tuple(${none.join(', ')})).1`;
  // Whoever has no row of some step is left out before the others are put in order.
  return all(...stages.map(({ at }) => rows[at]?.isThere ?? null), `${found} < ${NONE}`);
}

/** Later than whatever there is. */
const NONE = 'toInt64(4611686018427387904)';

/** SQL of what is remembered of a row; its time, or its day as WITHIN counts it, only where it is compared. */
interface Remembered {
  readonly time?: string;
  readonly day?: string;
}

/** What is remembered of the rows of each step that were gone through so far: {@link NONE} where there was none. */
class Seen {
  readonly #of = new Map<number, readonly Remembered[]>();

  constructor(stages: readonly Stage[]) {
    let count = 0;
    const element = () => {
      count += 1;
      return `seen.${count}`;
    };
    for (const step of stages.flatMap((stage) => [stage, ...stage.nots])) {
      const countsDays = step.within !== null && !isElapsed(step.within);
      const one = () => ({
        ...((step.isBetween || !countsDays) && { time: element() }),
        ...(countsDays && { day: element() }),
      });
      // Where the clocks are put back at midnight, a later row may have an earlier day.
      this.#of.set(step.at, countsDays && step.isBetween ? [one(), one()] : [one()]);
    }
  }

  /** The earliest row of a step; and where both its time and its day matter, also the one with the earliest day. */
  of({ at }: Placed): readonly Remembered[] {
    return this.#of.get(at) ?? [];
  }

  /** SQL of all that is remembered of a step after a `row` that is one of it where a condition holds. */
  next(step: Placed, isNew: string): readonly string[] {
    const day = step.within === null ? '' : dayPart(DAY, step.within);
    return this.of(step).flatMap((row, index) => {
      if (row.time === undefined) return [`if(${isNew}, least(${day}, ${row.day}), ${row.day})`];
      const isBest = row.day === undefined || index === 0 ? isNew : `${isNew} AND ${day} <= ${row.day}`;
      const time = `if(${isBest}, ${TIME}, ${row.time})`;
      return row.day === undefined ? [time] : [time, `if(${isBest}, ${day}, ${row.day})`];
    });
  }
}

/** SQL that from a `row` of a stage the rest of the sequence can be done. */
function canBeDone(stage: Stage, following: Stage | undefined, seen: Seen, scope: Scope): string {
  const isRuledOut = (not: Placed, until?: Remembered) =>
    any(
      ...seen
        .of(not)
        .map((row) => all(until === undefined ? null : `${row.time} < ${until.time}`, isSoon(row, not.within, scope))),
    );
  const allowed = (until?: Remembered) => stage.nots.map((not) => `NOT ${isRuledOut(not, until)}`);
  if (following === undefined) {
    return all(...allowed(), ...stage.nots.map(({ within }) => within && isOver(within, scope)));
  }
  return any(...seen.of(following).map((row) => all(isSoon(row, following.within, scope), ...allowed(row))));
}

/** SQL that a row was there, no later than so long after the present `row`. */
function isSoon({ time, day }: Remembered, within: Duration | null, scope: Scope): string {
  if (within === null) return `${time} < ${NONE}`;
  if (isElapsed(within)) return `${time} <= ${TIME} + ${lengthOf(elapsedMs(within), scope)}`;
  return `${day} <= ${dayPart(DAY, within)} + ${lengthOf(dayParts(within), scope)}`;
}

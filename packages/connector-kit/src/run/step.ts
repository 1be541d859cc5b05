import { instantOfMs } from '@clientele/model';
import type { Answer, Ask, Context } from '../connector.js';
import { failed, type Stopped } from '../failure.js';
import type { Asking } from '../http/asking.js';
import { Denied, Garbled, NotShown } from '../thrown.js';
import { reasonOf } from './reason.js';

/** What leads out of a step that cannot go on. A step that swallows it has failed all the same. */
class StepOver extends Error {}

export type Stepped<Result> = { readonly outcome: 'done'; readonly result: Result } | Stopped;

/** What a step is given, but for its requests; the time is in ms. */
export interface StepParts<Settings extends object> extends Pick<Context<Settings>, 'settings' | 'spool'> {
  readonly nowMs: number;
}

/** Runs a step of a connector: its requests by `asking`, what goes wrong as a value. */
export async function runStep<Settings extends object, Result>(
  { settings, spool, nowMs }: StepParts<Settings>,
  asking: Asking<Settings>,
  step: (context: Context<Settings>) => Promise<Result>,
): Promise<Stepped<Result>> {
  let stopped: Stopped | undefined;
  const ask = async (request: Ask): Promise<Answer> => {
    if (stopped === undefined) {
      const asked = await asking.ask(request);
      if (asked.outcome === 'answered') return asked.answer;
      stopped = asked;
    }
    throw new StepOver(stopped.sentence);
  };
  try {
    const result = await step({ settings, now: instantOfMs(nowMs), ask, spool });
    return stopped ?? { outcome: 'done', result };
  } catch (error) {
    if (stopped !== undefined) return stopped;
    if (error instanceof Denied) return failed('denied', error.message);
    if (error instanceof NotShown) return failed('refused', error.message);
    return error instanceof Garbled ? failed('garbled', error.message) : defect(error);
  }
}

/** Whether the failure may be about what was asked for alone, and asking for something else may go well. */
export function isAboutTheObject(stopped: Stopped): boolean {
  return stopped.outcome === 'failed' && stopped.code !== 'denied';
}

/** A connector threw: its own words help whoever mends it. */
export function defect(error: unknown): Stopped {
  return failed('broken', `the connector has a defect: ${reasonOf(error)}`);
}

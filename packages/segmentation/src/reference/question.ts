import { dayOf } from '@clientele/model';
import type { CutoffOf, Question, ReferenceContext } from './context.js';
import { deriveCutoff, keyOf } from './cutoffs.js';
import type { Person } from './person.js';
import { DOCUMENTED_RFM } from './rfm.js';

/** A question to a whole shop: a cut-off that is not frozen is derived from its people, once. */
export function questionOfShop(context: ReferenceContext, people: readonly Person[]): Question {
  const derived = new Map<string, readonly string[]>();
  const question = questionWith(context, (of) => {
    const key = keyOf(of);
    const cutoff = derived.get(key) ?? deriveCutoff(of, people, question);
    derived.set(key, cutoff);
    return cutoff;
  });
  return question;
}

/** A question to one person; without the shop there is no other cut-off than a frozen one. */
export function questionOfPerson(context: ReferenceContext): Question {
  return questionWith(context, (of) => {
    throw new Error(`one profile alone has no cut-off '${keyOf(of)}': give it in the context`);
  });
}

function questionWith(context: ReferenceContext, derive: Question['cutoff']): Question {
  return {
    shop: context.shop,
    now: context.now,
    today: dayOf(context.now, context.shop.timeZone),
    rfm: context.rfm ?? DOCUMENTED_RFM,
    customTypes: context.customTypes ?? new Map(),
    segments: context.segments,
    lists: context.lists ?? new Map(),
    holdOut: context.holdOut,
    cutoff: (of: CutoffOf) => context.cutoffs?.get(keyOf(of)) ?? derive(of),
  };
}

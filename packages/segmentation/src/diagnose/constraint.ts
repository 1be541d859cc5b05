import { hasNoValue, isNothing, join, meet, present, type ValueSet } from './value-set.js';

/** A value of a profile that conditions are about. */
export interface Topic {
  readonly key: string;
  /** The topic that says whether the value is there, where its absence is the only reason for a comparison to fail so. */
  readonly presence?: string;
}

interface Entry {
  readonly topic: Topic;
  readonly set: ValueSet;
}

/** What is known of whoever a condition holds for: the values of each topic; `never` where it holds for nobody. */
export interface Constraint {
  readonly never: boolean;
  readonly entries: ReadonlyMap<string, Entry>;
}

/** Nothing is known. */
export const ANYBODY: Constraint = { never: false, entries: new Map() };

export function constraint(topic: Topic, set: ValueSet): Constraint {
  return settled(new Map([[topic.key, { topic, set }]]));
}

/** What is known of whoever all hold for. */
export function meetAll(constraints: readonly Constraint[]): Constraint {
  const never = constraints.find((each) => each.never);
  if (never !== undefined) return never;
  const gathered = new Map<string, { readonly topic: Topic; readonly sets: ValueSet[] }>();
  for (const { entries } of constraints) {
    for (const [key, { topic, set }] of entries) {
      const known = gathered.get(key) ?? { topic, sets: [] };
      gathered.set(key, known);
      known.sets.push(set);
    }
  }
  return settled(new Map([...gathered].map(([key, { topic, sets }]) => [key, { topic, set: combined(sets, meet) }])));
}

/** What is known of whoever one of them holds for: of topics that all of them speak of. */
export function joinAll(constraints: readonly Constraint[]): Constraint {
  const [first, ...others] = constraints.filter(({ never }) => !never);
  if (first === undefined) return constraints[0] ?? ANYBODY;
  const entries = new Map<string, Entry>();
  for (const [key, { topic, set }] of first.entries) {
    const sets = others.flatMap((other) => other.entries.get(key)?.set ?? []);
    if (sets.length === others.length) entries.set(key, { topic, set: combined([set, ...sets], join) });
  }
  return settled(entries);
}

/** Two by two, so that no set is walked more often than there are levels. */
function combined(sets: readonly ValueSet[], combine: (a: ValueSet, b: ValueSet) => ValueSet): ValueSet {
  let level = sets;
  while (level.length > 1) {
    level = Array.from({ length: Math.ceil(level.length / 2) }, (_, pair) => {
      const [a, b] = [level[2 * pair], level[2 * pair + 1]];
      return a === undefined || b === undefined ? (a ?? b) : combine(a, b);
    }).filter((set) => set !== undefined);
  }
  const [set] = level;
  if (set === undefined) throw new Error('there are no sets to combine');
  return set;
}

/** Whether two things cannot be known of anybody at once. */
export function exclude(a: Constraint, b: Constraint): boolean {
  return meetAll([a, b]).never;
}

/** Draws the conclusions from what is there and what is absent. */
function settled(entries: Map<string, Entry>): Constraint {
  for (const [key, { topic, set }] of entries) {
    const presence = topic.presence === undefined ? undefined : entries.get(topic.presence);
    if (presence === undefined) continue;
    if (!presence.set.texts.texts.has('no')) entries.set(key, { topic, set: present(set) });
    else if (hasNoValue(set) && presence.set.texts.texts.has('yes')) {
      const { texts } = presence.set;
      const absent = { ...presence.set, texts: { ...texts, texts: new Set(['no']) } };
      entries.set(presence.topic.key, { topic: presence.topic, set: absent });
    }
  }
  return { never: [...entries.values()].some(({ set }) => isNothing(set)), entries };
}

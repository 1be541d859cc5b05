import type { Arbitrary } from 'fast-check';
import type { Missed } from '../connector.js';
import { REFUNDINGS, type Refunding, type World } from '../world/world.js';

export type FastCheck = typeof import('fast-check');

/** Something that happens in the world. */
export type Action =
  | { readonly do: 'place' }
  | { readonly do: 'touch' | 'pay' | 'trash' | 'restore' | 'erase'; readonly which: number }
  | { readonly do: 'refund'; readonly which: number; readonly how: Refunding }
  | { readonly do: 'tie'; readonly orders: number }
  | { readonly do: 'late'; readonly hours: number }
  | { readonly do: 'pass'; readonly ms: number };

/** A sync, with what happens before each of its requests, and the request before whose answer it is killed. */
export interface SyncMoment {
  readonly do: 'sync';
  readonly between: readonly (readonly Action[])[];
  readonly killedAt: number | null;
}

export type Moment = Action | SyncMoment;

/** What of it a connector may miss. */
export const MISSED_BY: Readonly<Record<Action['do'], Missed | undefined>> = {
  place: undefined,
  touch: 'edit',
  pay: 'payment',
  refund: 'refund',
  trash: 'deletion',
  restore: 'deletion',
  erase: 'deletion',
  tie: undefined,
  late: 'late',
  pass: undefined,
};

const MOST_HOURS_LATE = 72;

/** What can happen in this world, among these. */
export function actions(
  fc: FastCheck,
  world: World,
  among: readonly Action['do'][] = ['place', 'touch', 'pay', 'refund', 'trash', 'restore', 'erase', 'late', 'pass'],
): Arbitrary<Action> {
  const which = fc.nat(99);
  const all: Readonly<Record<Action['do'], Arbitrary<Action>>> = {
    place: fc.constant({ do: 'place' }),
    touch: fc.record({ do: fc.constant('touch' as const), which }),
    pay: fc.record({ do: fc.constant('pay' as const), which }),
    refund: fc.record({ do: fc.constant('refund' as const), which, how: fc.constantFrom(...REFUNDINGS) }),
    trash: fc.record({ do: fc.constant('trash' as const), which }),
    restore: fc.record({ do: fc.constant('restore' as const), which }),
    erase: fc.record({ do: fc.constant('erase' as const), which }),
    tie: fc.record({ do: fc.constant('tie' as const), orders: fc.integer({ min: 2, max: 2 * world.pageSize + 1 }) }),
    late: fc.record({ do: fc.constant('late' as const), hours: fc.integer({ min: 1, max: MOST_HOURS_LATE }) }),
    pass: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(1, 400, 1000, 60_000) }),
  };
  const possible = among.filter((name) => name === 'pass' || world[name] !== undefined);
  return fc.oneof(...possible.map((name) => all[name]));
}

/** Syncs with something happening between their pages; killed now and then where that is asked for. */
export function syncs(fc: FastCheck, action: Arbitrary<Action>, isKilled: boolean): Arbitrary<SyncMoment> {
  return fc.record({
    do: fc.constant('sync' as const),
    between: fc.array(fc.array(action, { maxLength: 2 }), { maxLength: 6 }),
    killedAt: isKilled ? fc.option(fc.nat(8), { nil: null }) : fc.constant(null),
  });
}

export function moments(fc: FastCheck, action: Arbitrary<Action>, sync: Arbitrary<SyncMoment>): Arbitrary<Moment[]> {
  return fc.array(fc.oneof({ arbitrary: action, weight: 2 }, { arbitrary: sync, weight: 1 }), { maxLength: 10 });
}

/** For people: one line a moment. */
export function tellMoment(moment: Moment): string[] {
  if (moment.do !== 'sync') return [tellAction(moment)];
  const between = moment.between.flatMap((some, request) =>
    some.map((action) => `  before its request ${request + 1}: ${tellAction(action)}`),
  );
  const killed = moment.killedAt === null ? [] : [`  killed at its request ${moment.killedAt + 1}`];
  return ['sync', ...between, ...killed];
}

function tellAction(action: Action): string {
  switch (action.do) {
    case 'place':
      return 'an order is placed';
    case 'refund':
      return `refund (${action.how}) of order no. ${action.which}`;
    case 'tie':
      return `${action.orders} orders of one tick`;
    case 'late':
      return `an order appears, dated ${action.hours} h ago`;
    case 'pass':
      return `${action.ms} ms pass`;
    default:
      return `${action.do} no. ${action.which}`;
  }
}

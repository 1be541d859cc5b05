import type { Condition, PlainProfile } from '@clientele/segmentation';
import type { RandomShop } from './random-shop.js';

interface Pair {
  readonly shop: RandomShop;
  readonly condition: Condition;
}

/** The smallest pair that can be reached from one by leaving things out while the two sides still disagree about it. */
export async function shrink<P extends Pair>(
  failing: P,
  disagree: (shop: RandomShop, condition: Condition) => Promise<P | undefined>,
  mostTries: number,
): Promise<P> {
  let smallest = failing;
  let tries = 0;
  let found = true;
  while (found) {
    found = false;
    for (const { shop, condition } of smallerPairs(smallest)) {
      if (tries >= mostTries) return smallest;
      tries += 1;
      const still = await disagree(shop, condition);
      if (still === undefined) continue;
      smallest = still;
      found = true;
      break;
    }
  }
  return smallest;
}

/** Bold steps first: a part for the whole, half of the profiles, then one thing less. */
function* smallerPairs({ shop, condition }: Pair): Generator<Pair> {
  for (const smaller of smallerConditions(condition, shop)) yield { shop, condition: smaller };
  for (const profiles of smallerLists(shop.profiles)) yield { shop: { ...shop, profiles }, condition };
  for (const [index, profile] of shop.profiles.entries()) {
    for (const smaller of smallerProfiles(profile)) {
      yield { shop: { ...shop, profiles: shop.profiles.with(index, smaller) }, condition };
    }
  }
}

function smallerConditions(condition: Condition, shop: RandomShop): Condition[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [...condition.conditions];
    case 'not':
      return [
        condition.condition,
        ...smallerConditions(condition.condition, shop).map((part): Condition => ({ kind: 'not', condition: part })),
      ];
    case 'match':
      return condition.rows.parameters.map((_, index) => ({
        ...condition,
        rows: { ...condition.rows, parameters: condition.rows.parameters.toSpliced(index, 1) },
      }));
    case 'segment': {
      const segment = shop.segments.get(condition.handle);
      return segment === undefined ? [] : [segment];
    }
    default:
      return [];
  }
}

function smallerProfiles(profile: PlainProfile): PlainProfile[] {
  const { customers, orders, refunds, consents, events } = profile;
  const fewer = [
    ...smallerLists(customers).map((some) => ({ ...profile, customers: some })),
    ...smallerLists(orders).map((some) => ({ ...profile, orders: some })),
    ...smallerLists(refunds).map((some) => ({ ...profile, refunds: some })),
    ...smallerLists(consents).map((some) => ({ ...profile, consents: some })),
    ...smallerLists(events).map((some) => ({ ...profile, events: some })),
    ...orders.flatMap((order, index) =>
      smallerLists(order.lines).map((lines) => ({ ...profile, orders: orders.with(index, { ...order, lines }) })),
    ),
  ];
  return fewer.filter(
    (each) =>
      each.customers.length + each.orders.length + each.refunds.length + each.consents.length + each.events.length,
  );
}

function smallerLists<T>(list: readonly T[]): T[][] {
  const half = Math.floor(list.length / 2);
  const halves = list.length < 4 ? [] : [list.slice(half), list.slice(0, half)];
  return [...halves, ...list.map((_, index) => list.toSpliced(index, 1))];
}

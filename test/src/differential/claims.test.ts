import { type Condition, claimsOf, printCondition } from '@clientele/segmentation';
import { expect, it } from 'vitest';
import { CELLS } from './cells.js';
import { checked, referenceOf } from './question.js';
import { Random } from './random.js';
import { randomShop } from './random-shop.js';
import { ShopValues } from './shop-values.js';

const SEED = Number(process.env.CLIENTELE_TEST_SEED ?? 20261122);
const SHOPS = 40;
const TREES = 40;

/** Tests of something by its value, of which a diagnosis knows most; the others are drawn beside them. */
const OF_VALUES = /^(integer|decimal|date as|text|one of|list|orders_placed|products_purchased)/;

/** Conditions about one thing, so that they often contradict or imply one another. */
function aboutOneThing(random: Random, values: ShopValues): readonly Condition[] {
  const first = random.pick(CELLS.filter(({ name }) => OF_VALUES.test(name)));
  const about = subjectOf(first.build(random, values));
  const alike = CELLS.filter((cell) => cell === first || cell.name.split(' ').at(-1) === first.name.split(' ').at(-1));
  const drawn = random.several(20, 30, () => random.pick(alike).build(random, values));
  const same = drawn.filter((condition) => subjectOf(condition) === about).slice(0, 5);
  const attribute: Condition[] = same.flatMap((condition) =>
    condition.kind === 'test' && condition.amount.kind === 'attribute'
      ? [{ ...condition, test: { kind: 'presence' as const, present: random.chance(0.5) } }]
      : [],
  );
  return [...same, ...attribute.slice(0, 1), ...drawn.slice(0, 1)];
}

function subjectOf(condition: Condition): string {
  if (condition.kind === 'match') return condition.rows.name;
  return condition.kind === 'test' && condition.amount.kind === 'attribute' ? condition.amount.name : condition.kind;
}

function tree(random: Random, pool: readonly Condition[], depth = 0): Condition {
  const shape = random.fraction();
  if (depth === 3 || shape < 0.3) return random.pick(pool);
  if (shape < 0.45) return { kind: 'not', condition: tree(random, pool, depth + 1) };
  const kind = shape < 0.75 ? 'and' : 'or';
  const parts = random.several(2, 3, () => tree(random, pool, depth + 1));
  return { kind, conditions: parts.flatMap((part) => (part.kind === kind ? part.conditions : [part])) };
}

it(`what a diagnosis says holds for every profile, absent values among them (seed ${SEED})`, () => {
  const random = new Random(SEED);
  const told = new Map<string, number>();
  for (let number = 1; number <= SHOPS; number += 1) {
    const shop = randomShop(random, number);
    const reference = referenceOf(shop);
    const pool = aboutOneThing(random, new ShopValues(shop));
    for (let made = 0; made < TREES; made += 1) {
      const condition = checked(tree(random, pool));
      for (const { code, message, nobody } of claimsOf(condition)) {
        told.set(code, (told.get(code) ?? 0) + 1);
        const found = reference.members(nobody);
        if (found.size > 0) expect.fail(`shop ${number}: ${printCondition(condition)}\n${code}: ${message}`);
      }
    }
  }
  for (const code of ['always-true', 'always-false', 'implied']) expect(told.get(code), code).toBeGreaterThan(100);
});

import { type Condition, printCondition } from '@clientele/segmentation';
import type { EngineUnderTest, LoadedShops } from './engine-under-test.js';
import type { Fault } from './fault.js';
import { questionOf, referenceOf } from './question.js';
import type { RandomShop } from './random-shop.js';
import type { Case } from './sample.js';
import { shrink } from './shrink.js';

/** A question that the two sides answer differently. */
export interface Mismatch {
  readonly shop: RandomShop;
  readonly condition: Condition;
  readonly expected: ReadonlySet<string>;
  readonly answered: ReadonlySet<string>;
}

const MOST_TRIES = 200;

/** The questions of one case that the engine answers otherwise than the reference. */
export async function mismatchesOf(loaded: LoadedShops, { shop, questions }: Case, fault?: Fault): Promise<Mismatch[]> {
  const answers = await loaded.answers(
    shop,
    questions.map((question) => question.checked),
    fault,
  );
  return questions.flatMap(({ condition, expected }, index) => {
    const answered = answers[index] ?? new Set<string>();
    const same = expected.size === answered.size && [...expected].every((id) => answered.has(id));
    return same ? [] : { shop, condition, expected, answered };
  });
}

/** A mismatch made as small as it gets, in words: enough to reproduce it. */
export async function describeMismatch(engine: EngineUnderTest, mismatch: Mismatch, seed: number): Promise<string> {
  const disagreement = async (shop: RandomShop, condition: Condition): Promise<Mismatch | undefined> => {
    const loaded = await engine.load([shop]);
    return (await mismatchesOf(loaded, { shop, questions: [questionOf(condition, referenceOf(shop))] }))[0];
  };
  const { shop, condition, expected, answered } = await shrink(mismatch, disagreement, MOST_TRIES);
  const { profiles, segments, frozen, ...facts } = shop;
  return [
    `seed ${seed}, shop ${shop.number}: ${printCondition(condition)}`,
    `reference: ${[...expected].join(' ') || 'nobody'}`,
    `engine:    ${[...answered].join(' ') || 'nobody'}`,
    `shop: ${JSON.stringify({ ...facts, frozen: Object.fromEntries(frozen) })}`,
    ...[...segments].map(([handle, segment]) => `segment ${handle}: ${printCondition(segment)}`),
    ...profiles.map((profile) => `profile: ${JSON.stringify(profile)}`),
  ].join('\n');
}

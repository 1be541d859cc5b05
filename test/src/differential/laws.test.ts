import type { Condition } from '@clientele/segmentation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EngineUnderTest } from './engine-under-test.js';
import type { RandomShop } from './random-shop.js';
import { drawSample } from './sample.js';

const { cases } = drawSample(11, { shops: 40, questions: 10 });

const not = (condition: Condition): Condition => ({ kind: 'not', condition });
const both = (...conditions: Condition[]): Condition => ({ kind: 'and', conditions });
const either = (...conditions: Condition[]): Condition => ({ kind: 'or', conditions });

/** The condition with each segment's query in place of its name. */
function inlined(condition: Condition, shop: RandomShop): Condition {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { ...condition, conditions: condition.conditions.map((part) => inlined(part, shop)) };
    case 'not':
      return not(inlined(condition.condition, shop));
    case 'segment': {
      const segment = shop.segments.get(condition.handle);
      return segment === undefined ? condition : inlined(segment, shop);
    }
    default:
      return condition;
  }
}

describe('compiled queries', () => {
  let engine: EngineUnderTest;
  beforeAll(async () => {
    engine = new EngineUnderTest();
    await engine.load(cases.map(({ shop }) => shop));
  });
  afterAll(() => engine[Symbol.dispose]());

  /** Both sides of a law for all questions of a shop. */
  const answers = (law: (condition: Condition, shop: RandomShop) => Condition) =>
    cases.map(({ shop, questions }) => {
      const conditions = questions.map((question) => question.checked);
      return {
        everybody: new Set(shop.profiles.map(({ id }) => id)),
        plain: engine.answers(shop, conditions),
        lawful: engine.answers(
          shop,
          conditions.map((condition) => law(condition, shop)),
        ),
      };
    });

  it('answer NOT NOT q as q', () => {
    for (const { plain, lawful } of answers((q) => not(not(q)))) expect(lawful).toEqual(plain);
  });

  it('answer q AND NOT q with nobody', () => {
    for (const { plain, lawful } of answers((q) => both(q, not(q)))) {
      expect(lawful).toEqual(plain.map(() => new Set()));
    }
  });

  it('answer q OR NOT q with everybody', () => {
    for (const { plain, lawful, everybody } of answers((q) => either(q, not(q)))) {
      expect(lawful).toEqual(plain.map(() => everybody));
    }
  });

  it('count the members and give them in pages, each once and in order', () => {
    for (const { shop, questions } of cases) {
      const condition = questions.find(({ expected }) => expected.size > 3)?.checked;
      if (condition === undefined) continue;
      const [answer = new Set<string>()] = engine.answers(shop, [condition]);
      expect(engine.count(shop, condition)).toBe(answer.size);
      const inOrder = shop.profiles.map(({ id }) => id).filter((id) => answer.has(id));
      expect(engine.members(shop, condition, 5)).toEqual(inOrder);
    }
  });

  it('answer a segment as its query', () => {
    for (const { plain, lawful } of answers(inlined)) expect(lawful).toEqual(plain);
  });
});

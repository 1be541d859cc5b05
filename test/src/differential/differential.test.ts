import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeMismatch, mismatchesOf } from './compare.js';
import { EngineUnderTest } from './engine-under-test.js';
import { drawSample } from './sample.js';

const SEED = Number(process.env.CLIENTELE_TEST_SEED ?? 20261121);
const SIZE = { shops: 520, questions: 12 };
const sample = drawSample(SEED, SIZE);
const questions = sample.cases.flatMap(({ shop, questions }) => questions.map((question) => ({ shop, ...question })));

describe(`random questions to random shops (seed ${SEED})`, () => {
  let engine: EngineUnderTest;
  beforeAll(() => {
    engine = new EngineUnderTest();
  });
  afterAll(() => engine[Symbol.dispose]());

  it('cover the language', () => {
    const rarest = [...sample.drawn].sort(([, a], [, b]) => a - b);
    const partial = questions.filter(({ shop, expected }) => expected.size > 0 && expected.size < shop.profiles.length);
    const share = partial.length / questions.length;
    console.log(
      `seed ${SEED}: ${questions.length} questions to ${sample.cases.length} shops; ` +
        `${(100 * share).toFixed(1)} % of the answers are neither nobody nor everybody; ` +
        `${rarest.length} pairs of operator and type, the rarest drawn ${rarest[0]?.[1]} times`,
    );
    expect(sample.cases.length).toBeGreaterThanOrEqual(500);
    expect(questions.length).toBeGreaterThanOrEqual(5_000);
    expect(rarest.filter(([, times]) => times < 50)).toEqual([]);
    expect(share).toBeGreaterThanOrEqual(0.4);
    expect(sample.cases.some(({ shop }) => shop.profiles.length === 0)).toBe(true);
  });

  it('are answered by the compiled queries as by the reference', async () => {
    await engine.load(sample.cases.map(({ shop }) => shop));
    const mismatches = sample.cases.flatMap((each) => mismatchesOf(engine, each));
    const [first] = mismatches;
    if (first === undefined) return;
    expect.fail(`${mismatches.length} of ${questions.length} differ\n${await describeMismatch(engine, first, SEED)}`);
  }, 300_000);
});

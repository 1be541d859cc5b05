import { expect, it } from 'vitest';
import { describeMismatch, mismatchesOf } from './compare.js';
import { EngineUnderTest } from './engine-under-test.js';
import { namesTakenWrongly, undecided } from './names.js';
import { type Case, drawSample } from './sample.js';

const QUESTIONS = Number(process.env.CLIENTELE_DIFFERENTIAL_QUESTIONS ?? 200_000);
const SEED = Number(process.env.CLIENTELE_TEST_SEED ?? 20261123);

/** Some 5,000 questions, to an engine of their own; each lot has the seed after that of the lot before. */
const LOT = { shops: 310, questions: 18 };

it.runIf(process.env.CLIENTELE_TEST_LONG === '1')(
  `${QUESTIONS} random questions are answered by the compiled queries as by the reference (seeds from ${SEED})`,
  { timeout: 600_000 + 200 * QUESTIONS },
  async () => {
    const tally = { questions: 0, shops: 0, partial: 0, mismatches: 0 };
    const drawn = new Map<string, number>();
    const told: string[] = [];
    let hidden = namesTakenWrongly();
    for (let seed = SEED; tally.questions < QUESTIONS; seed += 1) {
      const { cases, drawn: ofLot } = drawSample(seed, LOT);
      const { mismatches, first } = await ask(cases, seed);
      if (first !== undefined) told.push(first);
      tally.mismatches += mismatches;
      tally.shops += cases.length;
      for (const { shop, questions } of cases) {
        const partial = questions.filter(({ expected: { size } }) => size > 0 && size < shop.profiles.length);
        tally.questions += questions.length;
        tally.partial += partial.length;
      }
      for (const [cell, times] of ofLot) drawn.set(cell, (drawn.get(cell) ?? 0) + times);
      hidden = undecided(hidden, cases);
      const coverage = { pairs: drawn.size, rarest: Math.min(...drawn.values()), namesNotShown: hidden.length };
      console.log([JSON.stringify({ seed, ...tally, ...coverage }), first ?? ''].join('\n'));
    }
    expect(told, `${tally.mismatches} of ${tally.questions} differ`).toEqual([]);
    expect(Math.min(...drawn.values())).toBeGreaterThan(tally.questions / 200);
    if (tally.questions >= 100_000) expect(hidden.map(({ name }) => name)).toEqual([]);
  },
);

/** How many questions are answered otherwise, and the first of them, in words. */
async function ask(cases: readonly Case[], seed: number): Promise<{ mismatches: number; first: string | undefined }> {
  const engine = await EngineUnderTest.start();
  try {
    const loaded = await engine.load(cases.map(({ shop }) => shop));
    const mismatches = (await Promise.all(cases.map((each) => mismatchesOf(loaded, each)))).flat();
    const [first] = mismatches;
    return {
      mismatches: mismatches.length,
      first: first && (await describeMismatch(engine, first, seed)),
    };
  } finally {
    await engine.close();
  }
}

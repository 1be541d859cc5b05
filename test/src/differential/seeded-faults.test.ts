import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mismatchesOf } from './compare.js';
import { EngineUnderTest } from './engine-under-test.js';
import { FAULTS } from './faults.js';
import { drawSample } from './sample.js';

const sample = drawSample(7, { shops: 60, questions: 20 });
const shops = sample.cases.map(({ shop }) => shop);

describe('a fault seeded into the compiled side is caught', () => {
  let engine: EngineUnderTest;
  beforeAll(() => {
    engine = new EngineUnderTest();
  });
  afterAll(() => engine[Symbol.dispose]());

  it('and nothing else is', async () => {
    await engine.load(shops);
    expect(sample.cases.flatMap((each) => mismatchesOf(engine, each))).toEqual([]);
  });

  it.each(FAULTS.map((fault) => [fault.name, fault] as const))('%s', async (_, fault) => {
    await engine.load(shops, fault);
    expect(sample.cases.some((each) => mismatchesOf(engine, each, fault).length > 0)).toBe(true);
  });
});

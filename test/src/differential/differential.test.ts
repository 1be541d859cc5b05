import { type Condition, printCondition } from '@clientele/segmentation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { USUAL_EVENT } from './cells.js';
import { describeMismatch, mismatchesOf } from './compare.js';
import { EngineUnderTest, type LoadedShops } from './engine-under-test.js';
import type { Fault } from './fault.js';
import { FAULTS } from './faults.js';
import { namesTakenWrongly, undecided } from './names.js';
import { questionOf, referenceOf } from './question.js';
import { Random } from './random.js';
import { chain } from './random-condition.js';
import type { RandomShop } from './random-shop.js';
import { type Case, drawSample } from './sample.js';
import { templateCases } from './template-examples.js';

const SEED = Number(process.env.CLIENTELE_TEST_SEED ?? 20261121);
const SIZE = { shops: 612, questions: 18 };
const sample = drawSample(SEED, SIZE);
const questions = sample.cases.flatMap(({ shop, questions }) => questions.map((question) => ({ shop, ...question })));

let engine: EngineUnderTest;
let loaded: LoadedShops;
beforeAll(async () => {
  engine = await EngineUnderTest.start();
  loaded = await engine.load(sample.cases.map(({ shop }) => shop));
});
afterAll(() => engine.close());

describe(`random questions to random shops (seed ${SEED})`, () => {
  it('cover the language', () => {
    const rarest = [...sample.drawn].sort(([, a], [, b]) => a - b);
    const partial = questions.filter(({ shop, expected }) => expected.size > 0 && expected.size < shop.profiles.length);
    const share = partial.length / questions.length;
    console.log(
      `seed ${SEED}: ${questions.length} questions to ${sample.cases.length} shops; ` +
        `${(100 * share).toFixed(1)} % of the answers are neither nobody nor everybody; ` +
        `${rarest.length} pairs of operator and type, the rarest drawn ${rarest[0]?.[1]} times`,
    );
    expect(questions.length).toBeGreaterThanOrEqual(10_000);
    expect(rarest.filter(([, times]) => times < 50)).toEqual([]);
    expect(share).toBeGreaterThanOrEqual(0.4);
    expect(sample.cases.some(({ shop }) => shop.profiles.length === 0)).toBe(true);
  });

  it('would show of nearly each name of the language that it is taken for another one, or not looked at', () => {
    // The other events differ from the usual one by their name alone.
    const names = namesTakenWrongly().filter(({ name }) => !/ of events\./i.test(name) || name.endsWith(USUAL_EVENT));
    const hidden = undecided(names, sample.cases).map(({ name }) => name);
    console.log(`seed ${SEED}: ${names.length} names, of which these decide no answer: ${hidden.join('; ') || 'none'}`);
    expect(hidden.length).toBeLessThan(names.length / 20);
  });

  it('are answered by the compiled queries as by the reference', async () => {
    const mismatches = (await Promise.all(sample.cases.map((each) => mismatchesOf(loaded, each)))).flat();
    const [first] = mismatches;
    if (first === undefined) return;
    expect.fail(`${mismatches.length} of ${questions.length} differ\n${await describeMismatch(engine, first, SEED)}`);
  }, 600_000);
});

it('has the templates hold for whom their examples say, by the reference and by the engine', async () => {
  const cases = templateCases();
  const templates = await engine.load(cases.map(({ shop }) => shop));
  for (const { file, shop, question, stated } of cases) {
    const [answered] = await templates.answers(shop, [question.checked]);
    expect({ file, expected: question.expected, answered }).toEqual({ file, expected: stated, answered: stated });
  }
  expect(new Set(cases.map(({ file }) => file)).size).toBe(40);
});

/** Shops whose samples are asked for: apart from the others, since whom they hold depends on the warehouse's shop. */
const SAMPLED = 40;

it('draws samples of random shops, alone and among other conditions, as the reference does', async () => {
  const random = new Random(SEED);
  const asking = sample.cases.slice(0, SAMPLED).map(async ({ shop, questions }) => {
    const reference = referenceOf(shop, loaded.idOf(shop));
    const percent = random.pick(['0.000001', '10', '33.3', '50', '66.6', '99.999999', '100']);
    const drawn: Condition = { kind: 'sample', percent, seed: random.pick(['a', 'spring', '…']) };
    const [one = drawn, other = drawn] = questions.map(({ condition }) => condition);
    const conditions = [drawn, chain('and', [one, drawn]), chain('or', [other, not(drawn)])];
    const asked = conditions.map((condition) => questionOf(condition, reference));
    expect(await mismatchesOf(loaded, { shop, questions: asked })).toEqual([]);
    const members = asked[0]?.expected.size ?? 0;
    return members === 0 ? 'nobody' : members === shop.profiles.length ? 'everybody' : 'some';
  });
  expect(new Set(await Promise.all(asking)).size).toBe(3);
});

/** Shops that are written anew for a fault in what is stored, until one of them shows it. */
const MOST_WRITTEN = 100;
const WRITTEN_AT_ONCE = 5;

describe('a fault seeded into the compiled side is caught', () => {
  it.each(FAULTS.map((fault) => [fault.name, fault] as const))('%s', async (_, fault) => {
    if (fault.order === undefined) {
      expect(await isCaught(loaded, fault, sample.cases)).toBe(true);
      return;
    }
    let caught = false;
    for (let from = 0; from < MOST_WRITTEN && !caught; from += WRITTEN_AT_ONCE) {
      const some = sample.cases.slice(from, from + WRITTEN_AT_ONCE);
      caught = await isCaught(await engine.load(shopsOf(some), fault), fault, some);
    }
    expect(caught).toBe(true);
  });

  /** Asks only what the fault alters, until a shop's answers show it. */
  async function isCaught(faulty: LoadedShops, fault: Fault, cases: readonly Case[]): Promise<boolean> {
    for (const { shop, questions } of cases) {
      const altered = questions.filter(({ checked }) => isAltered(checked, fault));
      if (altered.length > 0 && (await mismatchesOf(faulty, { shop, questions: altered }, fault)).length > 0)
        return true;
    }
    return false;
  }
});

function isAltered(condition: Condition, { condition: alter }: Fault): boolean {
  return alter === undefined || printCondition(alter(condition)) !== printCondition(condition);
}

function shopsOf(cases: readonly Case[]): RandomShop[] {
  return cases.map(({ shop }) => shop);
}

describe('compiled queries', () => {
  const some = sample.cases.slice(-5);

  it.each<[string, (condition: Condition, shop: RandomShop) => Condition]>([
    ['NOT NOT q as q', (q) => not(not(q))],
    ['a segment as its query', inlined],
  ])('answer %s', async (_, law) => {
    for (const { shop, expected, lawful } of await answersTo(law))
      expect(lawful, `shop ${shop.number}`).toEqual(expected);
  });

  it('answer q AND NOT q with nobody', async () => {
    for (const { lawful } of await answersTo((q) => ({ kind: 'and', conditions: [q, not(q)] }))) {
      expect(lawful).toEqual(lawful.map(() => new Set()));
    }
  });

  it('answer q OR NOT q with everybody', async () => {
    for (const { shop, lawful } of await answersTo((q) => ({ kind: 'or', conditions: [q, not(q)] }))) {
      const everybody = new Set(shop.profiles.map(({ id }) => id));
      expect(lawful).toEqual(lawful.map(() => everybody));
    }
  });

  it('count the members and give them in pages, each once and in order', async () => {
    for (const { shop, questions } of some) {
      const question = questions.find(({ expected }) => expected.size > 3);
      if (question === undefined) continue;
      expect(await loaded.count(shop, question.checked)).toBe(question.expected.size);
      const inOrder = shop.profiles.map(({ id }) => id).filter((id) => question.expected.has(id));
      expect(await loaded.members(shop, question.checked, 5)).toEqual(inOrder);
    }
  });

  /** What each shop answers to its questions after a law was applied to them. */
  const answersTo = (law: (condition: Condition, shop: RandomShop) => Condition) =>
    Promise.all(
      some.map(async ({ shop, questions }) => ({
        shop,
        expected: questions.map(({ expected }) => expected),
        lawful: await loaded.answers(
          shop,
          questions.map(({ checked }) => law(checked, shop)),
        ),
      })),
    );
});

const not = (condition: Condition): Condition => ({ kind: 'not', condition });

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

import { dayOf, fromMillionths } from '@clientele/model';
import { type Condition, DEFAULT_RFM, type FrozenCutoffs, requiredCutoffs } from '@clientele/segmentation';
import { checked, type Question, questionOf, referenceOf } from './question.js';
import { Random } from './random.js';
import { Deck, randomCondition } from './random-condition.js';
import { type RandomShop, randomShop } from './random-shop.js';
import { ShopValues } from './shop-values.js';

/** A shop with what is asked of it, and the reference's answers. */
export interface Case {
  readonly shop: RandomShop;
  readonly questions: readonly Question[];
}

export interface Sample {
  readonly cases: readonly Case[];
  /** How often each operator and type was drawn. */
  readonly drawn: ReadonlyMap<string, number>;
}

/** Random shops, each with two segments (which are asked about too) and random conditions; the same for one seed. */
export function drawSample(seed: number, size: { readonly shops: number; readonly questions: number }): Sample {
  const random = new Random(seed);
  const deck = new Deck();
  const cases = Array.from({ length: size.shops }, (_, number): Case => {
    const bare = randomShop(random, number + 1);
    const values = new ShopValues(bare);
    const first = randomCondition(random, values, deck, []);
    const second = randomCondition(random, values, deck, ['first']);
    const segments = new Map([
      ['first', first],
      ['second', second],
    ]);
    const more = Array.from({ length: questionsFor(bare, size.questions) }, () =>
      randomCondition(random, values, deck, [...segments.keys()]),
    );
    const conditions = [first, second, ...more];
    const frozen = random.chance(0.3) ? frozenCutoffs(random, values, conditions) : bare.frozen;
    const shop: RandomShop = { ...bare, segments, frozen };
    const reference = referenceOf(shop);
    return { shop, questions: conditions.map((condition) => questionOf(condition, reference)) };
  });
  return { cases, drawn: deck.drawn };
}

/** A shop of one or two people answers most questions with nobody or everybody: it is asked fewer. */
function questionsFor(shop: RandomShop, most: number): number {
  return shop.profiles.length < 3 ? Math.ceil(most / 3) : most;
}

/** Cut-offs as if frozen at another hour of the day: some of the values of now, not derived from all of them. */
function frozenCutoffs(random: Random, values: ShopValues, conditions: readonly Condition[]): FrozenCutoffs {
  const rfm = values.shop.rfm ?? DEFAULT_RFM;
  const keys = conditions.flatMap((condition) => requiredCutoffs(checked(condition), rfm));
  return new Map(
    keys.map((key) => {
      const [, kind, trait = ''] = /^(\w+)\/(.+?)(?:\/[^/]+)?$/s.exec(key) ?? [];
      const own = ownTexts(values, trait);
      const count = own.length === 0 ? 0 : kind === 'rfm' ? 4 : 1;
      const places = Array.from({ length: count }, () => random.whole(0, own.length - 1)).sort((a, b) => a - b);
      return [key, places.flatMap((place) => own[place] ?? [])];
    }),
  );
}

function ownTexts(values: ShopValues, trait: string): string[] {
  const numbers = values.numbers(trait).map(fromMillionths);
  return numbers.length > 0 ? numbers : values.moments(trait).map((at) => dayOf(at, values.shop.timeZone));
}

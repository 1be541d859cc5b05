import { checkSegmentFiles, exampleContext, exampleShops, templateFiles } from '@clientele/segmentation';
import { type Question, questionOf, referenceOf } from './question.js';
import type { RandomShop } from './random-shop.js';

/** A template with the shops that its examples make up, and who is to be in it there. */
export interface TemplateCase {
  readonly file: string;
  readonly shop: RandomShop;
  readonly question: Question;
  /** The ids of those who are in, as the file says. */
  readonly stated: ReadonlySet<string>;
}

/** The examples of all templates, as shops that the engine can be asked about. */
export function templateCases(): TemplateCase[] {
  return checkSegmentFiles(templateFiles()).flatMap(({ file, segment }, number) => {
    if (segment === null) throw new Error(`${file} cannot be read`);
    return exampleShops(segment.examples).shops.map((examples): TemplateCase => {
      const { shop: facts, now } = exampleContext(examples, { segments: new Map(), customTypes: new Map() });
      const { profiles, products } = examples;
      const shop: RandomShop = {
        ...{ number, timeZone: facts.timeZone, currency: facts.currency, now, rfm: undefined, profiles, products },
        ...{ segments: new Map(), lists: new Map(), holdOut: undefined, frozen: new Map() },
      };
      const stated = profiles.flatMap(({ id }, place) => (examples.examples[place]?.member ? [id] : []));
      return { file, shop, question: questionOf(segment.condition, referenceOf(shop)), stated: new Set(stated) };
    });
  });
}

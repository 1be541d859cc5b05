import type { Language, LanguageType } from '../catalogue/language.js';
import type { Findings } from './findings.js';

/** What a query is checked with. */
export interface Checking {
  readonly language: Language;
  /**
   * The custom attributes of the shop, by their whole name (`attributes.'Shoe size'`, `metafields.custom.tier`). Where
   * it is not known which there are, every name passes with a warning.
   */
  readonly customAttributes: ReadonlyMap<string, LanguageType> | undefined;
  readonly findings: Findings;
}

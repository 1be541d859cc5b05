import { shopId } from '@clientele/model';
import {
  type Condition,
  checkQuery,
  languageTypesOf,
  printCondition,
  type ReferenceShop,
  referenceShop,
} from '@clientele/segmentation';
import { CUSTOM_TYPES_OF_SHOPS } from './random-profile.js';
import type { RandomShop } from './random-shop.js';

export interface Question {
  /** As drawn; the reference is asked this. */
  readonly condition: Condition;
  /** Printed, parsed and type-checked; the engine is asked this. */
  readonly checked: Condition;
  /** The ids of the profiles for which it holds, by the reference. */
  readonly expected: ReadonlySet<string>;
}

export function questionOf(condition: Condition, reference: ReferenceShop): Question {
  return { condition, checked: checked(condition), expected: reference.members(condition) };
}

/**
 * The reference's view of a shop.
 *
 * @param id of the shop in the warehouse, where samples are asked for, which are drawn by it
 */
export function referenceOf(shop: RandomShop, id = shopId('random')): ReferenceShop {
  const { now, segments, lists, holdOut, frozen: cutoffs, rfm, timeZone, currency, products } = shop;
  return referenceShop(shop.profiles, {
    shop: { id, timeZone, currency, products },
    now,
    segments,
    cutoffs,
    customTypes: CUSTOM_TYPES_OF_SHOPS,
    lists,
    ...(holdOut === undefined ? {} : { holdOut }),
    ...(rfm === undefined ? {} : { rfm }),
  });
}

/** The condition that the text of another one reads back as. */
export function checked(condition: Condition): Condition {
  const text = printCondition(condition);
  const check = checkQuery(text, { customAttributes: languageTypesOf(CUSTOM_TYPES_OF_SHOPS) });
  if (check.outcome === 'valid') return check.condition;
  throw new Error(`${text}\n${check.errors.map((error) => `${error.column}: ${error.message}`).join('\n')}`);
}

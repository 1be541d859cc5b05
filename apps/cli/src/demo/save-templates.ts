import type { ShopId } from '@clientele/model';
import { saveTemplates } from '@clientele/pipeline';
import type { House } from '../house.js';

/** Templates that find people in a shop that knows nothing but orders. */
const RETAIL = [
  ...['champions', 'big-spenders', 'regulars', 'new-this-month'],
  ...['one-time-buyers', 'slipping-away', 'at-risk', 'lapsed'],
];

/** What each of the demonstration's shops begins with; the second also knows discounts, gifts and consents. */
const SUITING = {
  retail: RETAIL,
  'five-channels': [...RETAIL, 'discount-lovers', 'multi-channel', 'gift-buyers', 'win-back-by-email'],
} as const;

/** Saves the template segments that suit one of the demonstration's shops; those that are there already stay. */
export async function saveSuitingTemplates(house: House, id: ShopId, suits: keyof typeof SUITING): Promise<void> {
  const saved = await saveTemplates(house, await house.shop(id), SUITING[suits], 'template');
  if (saved.outcome === 'refused') throw new Error(saved.message);
}

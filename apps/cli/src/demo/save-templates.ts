import type { ShopId } from '@clientele/model';
import { saveTemplates } from '@clientele/pipeline';
import { TEMPLATES } from '@clientele/segmentation';
import type { House } from '../house.js';

/** Saves the template segments that suit one of the demonstration's shops; those that are there already stay. */
export async function saveSuitingTemplates(house: House, id: ShopId, suits: 'retail' | 'five-channels'): Promise<void> {
  const suiting = TEMPLATES.filter(({ shops }) => shops.includes(suits)).map(({ handle }) => handle);
  const saved = await saveTemplates(house, await house.shop(id), suiting, 'template');
  if (saved.outcome === 'refused') throw new Error(saved.message);
}

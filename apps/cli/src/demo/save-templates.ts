import type { ShopId } from '@clientele/model';
import { saveSegment } from '@clientele/pipeline';
import { TEMPLATES } from '@clientele/segmentation';
import type { House } from '../house.js';

/** Saves the template segments that suit one of the demonstration's shops; those that are there already stay. */
export async function saveTemplates(house: House, id: ShopId, suits: 'retail' | 'five-channels'): Promise<void> {
  const shop = await house.shop(id);
  const known = new Set((await house.ledger.segments.list(id)).map(({ name }) => name));
  for (const { name, description, query, shops } of TEMPLATES) {
    if (known.has(name) || !shops.includes(suits)) continue;
    const saved = await saveSegment(house, shop, { name, description, query }, 'template');
    if (saved.outcome === 'invalid' || saved.outcome === 'refused')
      throw new Error(`the template '${name}' is no valid segment`);
  }
}

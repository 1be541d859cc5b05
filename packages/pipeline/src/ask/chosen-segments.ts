import type { Segment } from '@clientele/ledger';
import type { Shop } from '@clientele/model';
import type { Parts } from '../parts.js';

export type ChosenSegments =
  | { readonly outcome: 'chosen'; readonly segments: readonly Segment[] }
  | { readonly outcome: 'refused'; readonly code: 'segment.not-found'; readonly message: string };

/** Saved segments by id or handle, each once, in the order asked for; all of the shop, by handle, without a list. */
export async function chosenSegments(
  { ledger }: Pick<Parts, 'ledger'>,
  shop: Shop,
  asked: readonly string[] | undefined,
): Promise<ChosenSegments> {
  const all = await ledger.segments.list(shop.id);
  if (asked === undefined) return { outcome: 'chosen', segments: all };
  const chosen = asked.map((name) => all.find(({ id, handle }) => id === name || handle === name));
  const missing = asked.filter((_, place) => chosen[place] === undefined);
  if (missing.length > 0) {
    const names = missing.map((name) => `'${name}'`).join(', ');
    const message = `There is no segment ${names} in the shop ${shop.id}: \`clientele segment list\` shows those that there are.`;
    return { outcome: 'refused', code: 'segment.not-found', message };
  }
  return { outcome: 'chosen', segments: [...new Set(chosen.flatMap((segment) => segment ?? []))] };
}

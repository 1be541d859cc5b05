import type { Shop } from '@clientele/model';
import { type PersonAsked, personMeant } from '@clientele/pipeline';
import { CommandError } from '../command-error.js';
import type { House } from '../house.js';

/** The one person whom a text means. @throws CommandError where that is nobody, or several */
export async function personAsked(house: House, shop: Shop, text: string): Promise<PersonAsked> {
  const meant = await personMeant(house, shop, text);
  if (meant.outcome === 'one') return meant.asked;
  throw new CommandError(
    2,
    meant.outcome === 'several'
      ? `Several people of the shop ${shop.id} have that: name one by the profile that clientele profile find shows.`
      : `Nobody of the shop ${shop.id} has that: name a profile, a customer record, an e-mail address or a telephone number.`,
  );
}

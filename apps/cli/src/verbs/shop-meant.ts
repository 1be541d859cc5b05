import type { Shop, TimeZone } from '@clientele/model';
import { CommandError } from '../command-error.js';
import type { Asked } from './verb.js';

/** A shop keeps its currency for good, so that a slip such as GPB would cost all of it. */
export const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

interface Counting {
  readonly currency?: string | undefined;
  readonly timeZone?: TimeZone | undefined;
}

/** A merchant's own orders get into no demonstration by accident, and into no shop that counts otherwise than they say. */
export function refuseUnmeant(
  shop: Shop,
  { shopNamed }: Asked & { readonly shopNamed: boolean },
  { currency, timeZone }: Counting,
): void {
  if (!shopNamed && (shop.generated || shop.clock !== null)) {
    const why = shop.generated ? 'its people are made up' : `its clock stands at ${shop.clock}`;
    throw new CommandError(
      2,
      `The shop ${shop.id} is a demonstration, ${why}: name a shop of your own with --shop, such as --shop mine.`,
    );
  }
  if (currency !== undefined && currency !== shop.currency) {
    throw new CommandError(
      2,
      `The shop ${shop.id} counts in ${shop.currency}, not in --currency ${currency}: leave it out, ` +
        'or name another shop with --shop. A mapping may say the currency of one file.',
    );
  }
  if (timeZone !== undefined && timeZone !== shop.timeZone) {
    throw new CommandError(
      2,
      `The days of the shop ${shop.id} are those of ${shop.timeZone}, not of --timezone ${timeZone}: leave it out, ` +
        'or name another shop with --shop. A mapping may say the time zone of one file.',
    );
  }
}

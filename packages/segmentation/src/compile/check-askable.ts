import { instant, shopId, timeZone } from '@clientele/model';
import { languageTypesOf } from '../catalogue/custom-attributes.js';
import { checkQuery, type ValidQuery } from '../check/check-query.js';
import { DEFAULT_RFM } from '../rfm/configuration.js';
import { type InvalidQuery, invalidQuery, type ParsedQuery } from '../text/parse-query.js';
import { queryError } from '../text/query-error.js';
import type { CustomTypes } from '../tree/custom-attributes.js';
import { CompileError, compiling } from './compile-error.js';
import type { CompileContext } from './context.js';
import { cutoffPasses, cutoffsQuery, requiredCutoffs } from './cutoffs.js';
import { bitsQuery } from './queries.js';

/**
 * Like {@link checkQuery}, for a shop with these custom attributes: what passes was compiled once, so that a fault of the
 * compiler is refused at its place before anything is saved or asked.
 */
export function checkAskable(query: string | ParsedQuery, customTypes: CustomTypes): ValidQuery | InvalidQuery {
  const checked = checkQuery(query, { customAttributes: languageTypesOf(customTypes) });
  if (checked.outcome === 'invalid') return checked;
  try {
    compiling(() => compileOnce(checked, customTypes));
    return checked;
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    const { condition, places } = checked;
    const place = places.get(error.condition ?? condition)?.whole ?? { line: 1, column: 1, offset: 0, length: 0 };
    const message = 'This can be written, but not asked yet';
    return invalidQuery([queryError('not-built-yet', place, message, 'Write it in another way.')]);
  }
}

function compileOnce({ condition }: ValidQuery, customTypes: CustomTypes): void {
  const keys = requiredCutoffs(condition, ANY_SHOP.rfm);
  const cutoffs = new Map(keys.map((key) => [key, FIFTHS]));
  const context = { ...ANY_SHOP, customTypes, cutoffs };
  for (const pass of cutoffPasses(keys)) cutoffsQuery(pass, context);
  bitsQuery([condition], context);
}

const FIFTHS = ['1', '2', '3', '4'];

/** What is compiled does not depend on which shop it is for, nor on the time. */
const ANY_SHOP: CompileContext = {
  shop: shopId('any'),
  timeZone: timeZone('UTC'),
  now: instant('2024-01-01T00:00:00Z'),
  cutoffs: new Map(),
  rfm: DEFAULT_RFM,
  profiles: 'profiles',
  segmentMembers: 'members',
  segmentPlaces: new Map(),
  products: 'products',
  profileIds: 'profile_ids',
  purchasesByProduct: 'purchases_by_product',
  repeatedPurchases: 'purchases_by_product',
  listEntries: 'list_entries',
  customerProfiles: 'customer_profiles',
  profileCustomers: 'customers_of',
};

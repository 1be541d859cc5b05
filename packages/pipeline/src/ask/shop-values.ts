import type { Shop } from '@clientele/model';
import {
  type AskedValues,
  CATALOGUE,
  type FoundValue,
  type FrequentValue,
  frequentValuesQuery,
  type ValueSource,
} from '@clientele/segmentation';
import { findProducts, inLane, ownEventNames, type RequestOptions } from '@clientele/warehouse';
import { asOf } from '../as-of.js';
import { memberCounts } from '../member-counts.js';
import type { Parts } from '../parts.js';
import { prepare } from '../question.js';
import { NEEDS_RFM_CUTOFFS } from './rfm-cutoffs.js';

/** At most so many of a kind. */
const MOST = 50;

/** What a shop holds, at its own time; one statement to the warehouse for each kind of values. */
export function shopValues(parts: Parts, shop: Shop, options: RequestOptions = {}): ValueSource {
  return {
    find: (asked: AskedValues, prefix: string): Promise<readonly FoundValue[]> => {
      switch (asked.of) {
        case 'attribute':
          return attributeValues(parts, shop, asked.name, prefix, options);
        case 'products':
          return products(parts, shop, prefix);
        case 'segments':
          return segments(parts, shop, prefix);
        case 'events':
          return events(parts, shop, prefix, options);
      }
    },
  };
}

/** By one look at all profiles, in the lane of other questions that somebody waits for. */
async function attributeValues(
  parts: Parts,
  shop: Shop,
  name: string,
  prefix: string,
  options: RequestOptions,
): Promise<FoundValue[]> {
  const isScored = CATALOGUE.attributes.get(name)?.scores !== undefined;
  const needed = isScored ? [NEEDS_RFM_CUTOFFS] : [];
  const { context } = await prepare(parts, shop, asOf(parts, shop), needed, new Map(), options);
  const query = frequentValuesQuery(name, prefix, MOST, context);
  if (query === undefined) return [];
  const rows = await parts.sql.query<FrequentValue>(query.sql, query.params, options);
  return rows.map(({ value, profiles }) => ({ value, title: null, profiles: Number(profiles) }));
}

async function products({ sql }: Parts, shop: Shop, prefix: string): Promise<FoundValue[]> {
  const found = await findProducts(inLane(sql, 'look-up'), shop.id, prefix, MOST);
  return found.map(({ id, title }) => ({ value: id, title, profiles: null }));
}

async function events({ sql }: Parts, shop: Shop, prefix: string, options: RequestOptions): Promise<FoundValue[]> {
  const names = await ownEventNames(inLane(sql, options.lane ?? 'quick'), shop.id, prefix, MOST);
  return names.map((value) => ({ value, title: null, profiles: null }));
}

/** The largest first. */
async function segments(parts: Parts, shop: Shop, prefix: string): Promise<FoundValue[]> {
  const [saved, counts] = await Promise.all([parts.ledger.segments.list(shop.id), memberCounts(parts, shop.id)]);
  const wanted = prefix.toLowerCase();
  return saved
    .filter(({ handle, name }) => handle.includes(wanted) || name.toLowerCase().includes(wanted))
    .map(({ id, handle, name }) => ({ value: handle, title: name, profiles: counts.get(id) ?? 0 }))
    .sort((a, b) => b.profiles - a.profiles || (a.value < b.value ? -1 : 1))
    .slice(0, MOST);
}

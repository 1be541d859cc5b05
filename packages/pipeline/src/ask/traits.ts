import { type Instant, type Shop, unreachable } from '@clientele/model';
import { CATALOGUE, decimalText, type TraitsRow, type TraitValue, traitsQuery } from '@clientele/segmentation';
import { asOf } from '../as-of.js';
import type { Parts } from '../parts.js';
import { prepare } from '../question.js';
import { NEEDS_RFM_CUTOFFS } from './rfm-cutoffs.js';

/** All traits that a profile has, by name, the custom attributes of the shop among them; absent ones are left out. */
export type Traits = ReadonlyMap<string, TraitValue>;

const NAMES: readonly string[] = [...CATALOGUE.attributes.keys()];

/** The traits of some profiles at the shop's own time or at another, by number of the profile; one query for all. */
export async function traitsOf(
  parts: Parts,
  shop: Shop,
  profileNos: readonly number[],
  asked?: Instant,
  names?: readonly string[],
): Promise<Map<number, Traits>> {
  return profileNos.length === 0 ? new Map() : (await traitsReader(parts, shop, asked, names))(profileNos);
}

/** What reads them, made ready: for whoever does not know yet of which profiles. */
export async function traitsReader(
  parts: Parts,
  shop: Shop,
  asked?: Instant,
  names?: readonly string[],
): Promise<(profileNos: readonly number[]) => Promise<Map<number, Traits>>> {
  const { context } = await prepare(parts, shop, asOf(parts, shop, asked), [NEEDS_RFM_CUTOFFS], new Map());
  const all = names ?? [...NAMES, ...(context.customTypes?.keys() ?? [])];
  return async (profileNos) => {
    const query = traitsQuery(all, profileNos, context);
    const rows = await parts.sql.query<TraitsRow>(query.sql, query.params);
    return new Map(rows.map((row) => [row.profile_no, query.read(row)]));
  };
}

/** A trait's value without words or currency: a decimal, a day, a text, or a list of texts. */
export function plainTrait(value: TraitValue): string | readonly string[] {
  switch (value.kind) {
    case 'number':
      return decimalText(value.number);
    case 'date':
      return value.day;
    case 'text':
      return value.text;
    case 'boolean':
      return String(value.boolean);
    case 'list':
      return value.texts;
    default:
      return unreachable(value);
  }
}

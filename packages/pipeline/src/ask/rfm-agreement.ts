import type { Shop } from '@clientele/model';
import {
  attributeTest,
  bitsQuery,
  type Condition,
  canonicalName,
  RFM_GROUPS,
  type RfmGroup,
} from '@clientele/segmentation';
import { asOf } from '../as-of.js';
import { customTypes } from '../custom-attributes.js';
import type { Parts } from '../parts.js';
import { prepare } from '../question.js';

/** Under which customers of Shopify bring the group that Shopify puts them into. */
export const SHOPIFY_RFM_GROUP = 'attributes.shopify_rfm_group';

/** People of one group here and one there; `other` is a text that is no group of ours. */
export interface RfmPair {
  readonly here: RfmGroup;
  readonly there: RfmGroup | 'other';
  readonly profiles: number;
}

/** How far the RFM groups here are those that a platform states of its customers. */
export interface RfmAgreement {
  readonly outcome: 'compared';
  /** The custom attribute that states the group there. */
  readonly attribute: string;
  /** Profiles of whom a group is stated. */
  readonly compared: number;
  /** Those of them who are in the same group here. */
  readonly same: number;
  /** Profiles of whom none is stated: of other channels, or not scored there. */
  readonly unstated: number;
  /** Only those that there are, the most people first. */
  readonly pairs: readonly RfmPair[];
}

export type AskRfmAgreement =
  | RfmAgreement
  | { readonly outcome: 'refused'; readonly code: 'rfm.unstated'; readonly message: string };

/** Compares the RFM group of each profile with the one that a custom attribute states, at the shop's own time. */
export async function rfmAgreement(
  parts: Parts,
  shop: Shop,
  asked: string = SHOPIFY_RFM_GROUP,
): Promise<AskRfmAgreement> {
  const attribute = canonicalName(asked) ?? asked;
  const type = (await customTypes(parts.ledger, shop.id)).get(attribute);
  if (type !== 'text') {
    const what = type === undefined ? 'no customer record states' : 'what customer records state is no text of';
    const message = `${what} ${attribute}: \`clientele shop attributes\` shows what there is`;
    return { outcome: 'refused', code: 'rfm.unstated', message };
  }
  const named = (name: string) => RFM_GROUPS.map((group) => isGroup(name, group));
  const isStated = attributeTest(attribute, { kind: 'presence', present: true });
  const conditions = [...named('rfm_group'), ...named(attribute), isStated];
  const question = await prepare(parts, shop, asOf(parts, shop), conditions, new Map());
  const { sql, params } = bitsQuery(question.conditions, question.context);
  const rows = await parts.sql.query<{ holds: number[]; profiles: string }>(
    `SELECT holds, toString(count()) AS profiles FROM (${sql}) GROUP BY holds`,
    params,
  );
  const size = (some: readonly { readonly profiles: number | string }[]) =>
    some.reduce((sum, { profiles }) => sum + Number(profiles), 0);
  const stated = rows.filter(({ holds }) => holds.includes(conditions.length - 1));
  const pairs = stated.map(({ holds, profiles }) => ({ ...pairOf(holds), profiles: Number(profiles) }));
  return {
    outcome: 'compared',
    attribute,
    compared: size(stated),
    same: size(pairs.filter(({ here, there }) => here === there)),
    unstated: size(rows) - size(stated),
    pairs: pairs.sort((a, b) => b.profiles - a.profiles || order(a) - order(b)),
  };
}

function isGroup(name: string, group: RfmGroup): Condition {
  return attributeTest(name, { kind: 'comparison', operator: '=', value: { kind: 'text', value: group } });
}

/** The places of conditions that hold: those of the groups here come first, then those there. */
function pairOf(holds: readonly number[]): Omit<RfmPair, 'profiles'> {
  const [here] = holds.flatMap((place) => RFM_GROUPS[place] ?? []);
  const [there] = holds.flatMap((place) =>
    place < RFM_GROUPS.length ? [] : (RFM_GROUPS[place - RFM_GROUPS.length] ?? []),
  );
  if (here === undefined) throw new Error('a profile is in no RFM group');
  return { here, there: there ?? 'other' };
}

function order({ here, there }: Omit<RfmPair, 'profiles'>): number {
  const theirs = there === 'other' ? RFM_GROUPS.length : RFM_GROUPS.indexOf(there);
  return RFM_GROUPS.indexOf(here) * (RFM_GROUPS.length + 1) + theirs;
}

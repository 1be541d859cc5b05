import { createHash } from 'node:crypto';
import type { Segment } from '@clientele/ledger';
import type { Shop } from '@clientele/model';
import {
  asksForProducts,
  CATALOGUE,
  type Condition,
  conditionsIn,
  DEFAULT_RFM,
  type RfmConfiguration,
  requiredCutoffs,
} from '@clientele/segmentation';
import {
  BY_CUSTOMER_REVISION,
  CUSTOMER_COLUMNS,
  deriveAllProfiles,
  productsSignature,
  profilesTable,
  restateByCustomer,
  rewriteCustomers,
} from '@clientele/warehouse';
import { declareStated } from './custom-attributes.js';
import type { Cause } from './evaluate.js';
import { followLists, listsFollowed } from './lists-followed.js';
import type { Parts } from './parts.js';
import { listsIn } from './references.js';
import { rfmConfiguration } from './rfm-configuration.js';
import { savedSegments } from './saved-segments.js';
import { requestWholeDerivation } from './whole-derivation.js';

const SETTING = 'catalogue';
const PRODUCTS_SETTING = 'products-evaluated';
const RFM_SETTING = 'rfm-evaluated';
const HOLD_OUT_SETTING = 'hold-out-evaluated';
const DRAW_SETTING = 'draw-evaluated';

/** Another one whenever a release draws samples and the hold-out in another way. */
const DRAW = 'by shuffled numbers';

/**
 * Has evaluated again what rests on another definition of the traits than the one that holds now: this release derives
 * them differently, the shop scores RFM in another way or holds out another part, somebody was put on a list, or a product is
 * another one. Noted when it is done, so that a crash in between repeats it.
 */
export async function renew(parts: Parts, shop: Shop): Promise<void> {
  await renewProfiles(parts, shop);
  await renewRfm(parts, shop);
  await renewHoldOut(parts, shop);
  await renewDraws(parts, shop);
  await renewLists(parts, shop);
  await renewProducts(parts, shop);
}

/** Derives all profiles anew, also where their table was, and what they are derived from; all segments follow. */
async function renewProfiles(parts: Parts, shop: Shop): Promise<void> {
  const { ledger, sql } = parts;
  const current = `${catalogueSignature()} ${CUSTOMER_COLUMNS} ${BY_CUSTOMER_REVISION} ${await profilesTable(sql)}`;
  const last = await ledger.settings.get(shop.id, SETTING);
  if (last === current) return;
  if (last !== undefined) {
    const asBefore = (columns: string) => String(last).split(' ').includes(columns);
    if (!asBefore(CUSTOMER_COLUMNS)) await rewriteCustomers(sql, shop, (some) => declareStated(ledger, shop, some));
    if (asBefore(BY_CUSTOMER_REVISION)) {
      await deriveAllProfiles(sql, shop.id);
    } else {
      await restateByCustomer(sql, shop);
      // A customer record that only events refer to was in no profile before.
      await requestWholeDerivation(parts, shop.id);
    }
    await ledger.membershipStates.evaluating(shop.id, await ledger.segments.list(shop.id));
  }
  await ledger.settings.set(shop.id, SETTING, current);
}

/** No stored column rests on RFM; the segments that ask for it do, and those that refer to them follow. */
async function renewRfm(parts: Parts, shop: Shop): Promise<void> {
  const { ledger } = parts;
  const current = await rfmConfiguration(ledger, shop.id);
  const last = (await ledger.settings.get(shop.id, RFM_SETTING)) ?? signatureOf(DEFAULT_RFM);
  if (last === signatureOf(current)) return;
  const asking = (condition: Condition) => requiredCutoffs(condition, current).some((key) => key.startsWith('rfm/'));
  await ledger.membershipStates.evaluatingAnew(shop.id, await segmentsThat(parts, shop, asking));
  await ledger.settings.set(shop.id, RFM_SETTING, signatureOf(current));
}

/** Who is held out changes with the share alone; segments that ask for it follow. */
async function renewHoldOut(parts: Parts, shop: Shop): Promise<void> {
  const { ledger } = parts;
  const [newest] = await ledger.holdOuts.list(shop.id);
  const current = newest?.number ?? 0;
  if (current === ((await ledger.settings.get(shop.id, HOLD_OUT_SETTING)) ?? 0)) return;
  const asking = (condition: Condition) => [...conditionsIn(condition)].some(({ kind }) => kind === 'hold-out');
  await ledger.membershipStates.evaluatingAnew(shop.id, await segmentsThat(parts, shop, asking));
  await ledger.settings.set(shop.id, HOLD_OUT_SETTING, current);
}

/** Who is drawn is another question than in the release before; segments that ask for it follow. */
async function renewDraws(parts: Parts, shop: Shop): Promise<void> {
  const { ledger } = parts;
  if ((await ledger.settings.get(shop.id, DRAW_SETTING)) === DRAW) return;
  const asking = (condition: Condition) =>
    [...conditionsIn(condition)].some(({ kind }) => kind === 'sample' || kind === 'hold-out');
  await ledger.membershipStates.evaluatingAnew(shop.id, await segmentsThat(parts, shop, asking));
  await ledger.settings.set(shop.id, DRAW_SETTING, DRAW);
}

/** Somebody was added to segments by hand, or excluded: these follow, and those whose queries ask for it. */
async function renewLists(parts: Parts, shop: Shop): Promise<void> {
  const { ledger } = parts;
  const { byHandle } = await savedSegments(parts, shop.id);
  const through = await listsFollowed(ledger, shop.id);
  const changed = [...byHandle.values()].filter(({ segment }) => segment.listed > through);
  if (changed.length === 0) return;
  const handles = new Set(changed.map(({ segment }) => segment.handle));
  const asking = [...byHandle.values()].filter(({ condition }) =>
    listsIn(condition).some(({ handle }) => handles.has(handle)),
  );
  await ledger.membershipStates.evaluating(
    shop.id,
    asking.map(({ segment }) => segment),
    'list' satisfies Cause,
  );
  await followLists(ledger, shop.id, Math.max(...changed.map(({ segment }) => segment.listed)));
}

/** A product is looked up when it is asked for, so no profile changes with it, but members of segments may. */
async function renewProducts(parts: Parts, shop: Shop): Promise<void> {
  const { ledger, sql } = parts;
  const asking = await segmentsThat(parts, shop, asksForProducts);
  if (asking.length === 0) return;
  const current = await productsSignature(sql, shop.id);
  if ((await ledger.settings.get(shop.id, PRODUCTS_SETTING)) === current) return;
  await ledger.membershipStates.evaluating(shop.id, asking);
  await ledger.settings.set(shop.id, PRODUCTS_SETTING, current);
}

/** The saved segments about whose condition something holds. */
async function segmentsThat(parts: Parts, shop: Shop, holds: (condition: Condition) => boolean): Promise<Segment[]> {
  const { byHandle } = await savedSegments(parts, shop.id);
  return [...byHandle.values()].flatMap(({ segment, condition }) => (holds(condition) ? [segment] : []));
}

function signatureOf({ traits: { recency, frequency, monetary }, grid }: RfmConfiguration): string {
  return createHash('sha256')
    .update(JSON.stringify([recency, frequency, monetary, grid]))
    .digest('hex');
}

/** Changes whenever a stored column, its type or its formula does. */
function catalogueSignature(): string {
  const formulas = CATALOGUE.columns.map(({ name, type, from, aggregate }) => [name, type, from, aggregate]);
  return createHash('sha256')
    .update(JSON.stringify([formulas, CATALOGUE.prepared]))
    .digest('hex');
}

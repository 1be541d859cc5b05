import type { HoldOut, Ledger } from '@clientele/ledger';
import { compareDecimals, decimal, type Instant, parseDecimal, type Shop, type ShopId, ZERO } from '@clientele/model';
import type { Condition, HoldOutSplit } from '@clientele/segmentation';
import type { AsOf } from './as-of.js';
import type { Parts } from './parts.js';

/** Whom a shop leaves alone now, or left alone at another time that is asked for; undefined where it did not yet. */
export async function holdOutOf(
  ledger: Pick<Ledger, 'holdOuts'>,
  shop: ShopId,
  { own, now }: Pick<AsOf, 'own' | 'now'>,
): Promise<HoldOutSplit | undefined> {
  const shares = await ledger.holdOuts.list(shop);
  return own ? splitOf(shares[0]) : holdOutAt(shares, now);
}

/** The same of an instant, by all shares that there were, newest first. */
export function holdOutAt(shares: readonly HoldOut[], now: Instant): HoldOutSplit | undefined {
  return splitOf(shares.find(({ at }) => at <= now));
}

function splitOf(share: HoldOut | undefined): HoldOutSplit | undefined {
  return share && { salt: share.salt, percent: share.percent };
}

/** Those for whom a condition holds, without those whom the shop leaves alone. */
export function withoutHoldOut(condition: Condition): Condition {
  const others: Condition = { kind: 'not', condition: { kind: 'hold-out' } };
  return { kind: 'and', conditions: [...(condition.kind === 'and' ? condition.conditions : [condition]), others] };
}

export type SetHoldOut =
  | { readonly outcome: 'set' | 'unchanged'; readonly holdOut: HoldOut }
  | { readonly outcome: 'refused'; readonly code: 'hold-out.bad-share'; readonly message: string };

const MOST = decimal('100');

/**
 * Sets which part of all profiles a shop leaves alone from now on, in percent. A larger share holds everybody of a smaller
 * one; all shares are kept with their instants, so that who was left alone when can always be said. Segments follow when the
 * street is next advanced.
 */
export async function setHoldOut(
  { ledger, clock }: Pick<Parts, 'ledger' | 'clock'>,
  shop: Shop,
  { percent: text, reason }: { readonly percent: string; readonly reason: string },
  by: string,
): Promise<SetHoldOut> {
  const percent = parseDecimal(text);
  if (percent === undefined || compareDecimals(percent, ZERO) < 0 || compareDecimals(percent, MOST) > 0) {
    const message = `'${text}' is not a percentage from 0 to 100: give a number such as 10 or 2.5, or 0 to hold out nobody.`;
    return { outcome: 'refused', code: 'hold-out.bad-share', message };
  }
  const [newest] = await ledger.holdOuts.list(shop.id);
  if (newest !== undefined && compareDecimals(newest.percent, percent) === 0) {
    return { outcome: 'unchanged', holdOut: newest };
  }
  const holdOut = await ledger.holdOuts.set(shop.id, { percent, by, reason }, clock());
  await ledger.auditLog.append(shop.id, { who: by, what: 'hold-out.set', subject: shop.id }, clock());
  return { outcome: 'set', holdOut };
}

import type { Ledger } from '@clientele/ledger';
import type { Shop, ShopId } from '@clientele/model';
import { DEFAULT_RFM, type RfmConfiguration, readRfmConfiguration } from '@clientele/segmentation';
import type { Parts } from './parts.js';

const SETTING = 'rfm';

/** How a shop scores recency, frequency and monetary; the documented way unless it chose otherwise. */
export async function rfmConfiguration(ledger: Pick<Ledger, 'settings'>, shop: ShopId): Promise<RfmConfiguration> {
  const stored = await ledger.settings.get(shop, SETTING);
  if (stored === undefined) return DEFAULT_RFM;
  const reading = readRfmConfiguration(stored);
  if (reading.outcome === 'invalid') throw new Error(`the RFM setting of shop ${shop} is wrong: ${reading.reason}`);
  return reading.configuration;
}

/** Chooses how a shop scores. Segments follow when the street is next advanced. */
export async function configureRfm(
  { ledger, clock }: Pick<Parts, 'ledger' | 'clock'>,
  shop: Shop,
  { traits, grid }: RfmConfiguration,
  by: string,
): Promise<void> {
  await ledger.settings.set(shop.id, SETTING, { traits: { ...traits }, grid: grid.map((row) => [...row]) });
  await ledger.auditLog.append(shop.id, { who: by, what: 'rfm.configured', subject: shop.id }, clock());
}

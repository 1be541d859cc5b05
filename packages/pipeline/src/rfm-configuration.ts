import type { Ledger } from '@clientele/ledger';
import type { ShopId } from '@clientele/model';
import { DEFAULT_RFM, type RfmConfiguration, readRfmConfiguration } from '@clientele/segmentation';

const SETTING = 'rfm';

/** How a shop scores recency, frequency and monetary; the documented way unless it chose otherwise. */
export async function rfmConfiguration(ledger: Ledger, shop: ShopId): Promise<RfmConfiguration> {
  const stored = await ledger.settings.get(shop, SETTING);
  if (stored === undefined) return DEFAULT_RFM;
  const reading = readRfmConfiguration(stored);
  if (reading.outcome === 'invalid') throw new Error(`the RFM setting of shop ${shop} is wrong: ${reading.reason}`);
  return reading.configuration;
}

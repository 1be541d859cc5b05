import { createHash } from 'node:crypto';
import type { Shop } from '@clientele/model';
import { CATALOGUE } from '@clientele/segmentation';
import { deriveAllProfiles } from '@clientele/warehouse';
import type { Parts } from './parts.js';

const SETTING = 'catalogue';

/**
 * Derives all profiles of a shop anew where this release derives traits differently from the one that derived them
 * last, and has all segments evaluated again. Noted when it is done, so that a crash in between repeats it.
 */
export async function renew({ ledger, sql }: Parts, shop: Shop): Promise<void> {
  const current = catalogueSignature();
  const last = await ledger.settings.get(shop.id, SETTING);
  if (last === current) return;
  if (last !== undefined) {
    await deriveAllProfiles(sql, shop.id);
    for (const { id, version } of await ledger.segments.list(shop.id)) {
      await ledger.membershipStates.evaluating(shop.id, id, version);
    }
  }
  await ledger.settings.set(shop.id, SETTING, current);
}

/** Changes whenever a stored column, its type or its formula does. */
function catalogueSignature(): string {
  const columns = [...CATALOGUE.attributes.values(), ...CATALOGUE.functions.values()].flatMap((entry) => entry.columns);
  const formulas = columns.map(({ name, type, from, aggregate }) => [name, type, from, aggregate]);
  return createHash('sha256').update(JSON.stringify(formulas)).digest('hex');
}

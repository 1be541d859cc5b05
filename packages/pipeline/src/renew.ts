import { createHash } from 'node:crypto';
import type { Shop } from '@clientele/model';
import { CATALOGUE } from '@clientele/segmentation';
import { deriveAllProfiles } from '@clientele/warehouse';
import { asOf } from './as-of.js';
import { evaluateSegment } from './evaluate.js';
import type { Parts } from './parts.js';
import { inLevels, savedSegments } from './saved-segments.js';

const SETTING = 'catalogue';

/**
 * Derives all profiles of a shop anew, and evaluates its segments, where this release derives traits differently from
 * the one that derived them last. Noted when it is done, so that a crash in between repeats it.
 */
export async function renew(parts: Parts, shop: Shop): Promise<void> {
  const { ledger, sql } = parts;
  const current = catalogueSignature();
  const last = await ledger.settings.get(shop.id, SETTING);
  if (last === current) return;
  if (last !== undefined) {
    await deriveAllProfiles(sql, shop.id);
    const segments = await savedSegments(parts, shop.id);
    for (const saved of inLevels(segments.byHandle).flat()) {
      await evaluateSegment(parts, shop, asOf(parts, shop), segments, saved, 'definition');
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

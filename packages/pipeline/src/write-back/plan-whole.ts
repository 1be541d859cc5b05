import type { WriteBack, WriteBackDraft } from '@clientele/ledger';
import type { Shop } from '@clientele/model';
import type { Parts } from '../parts.js';
import type { PulledConnections } from '../pull/pulled-connections.js';
import { wholeQuery } from './whole-query.js';
import { askWhole } from './whole-segment.js';

/** What a platform would be given that keeps the segment by its query. */
export interface PlannedWhole {
  /** In its language. */
  readonly query: string;
  /** What the next run would do, as far as is known without looking there; `theirs` is left to the merchant. */
  readonly act: 'make' | 'change' | 'nothing' | 'theirs';
  /** How many customers the query finds there now; null where the platform could not say. */
  readonly there: number | null;
  /** Why that may be another number than the customers that are members here; and why it is not known. */
  readonly remarks: readonly string[];
}

const OWN_PEOPLE =
  'The platform counts its own customers without guests, each record for itself, by what was bought there; here a person is who they are on all channels.';
/** What the platform works out in its own way. */
const OWN_WORDS = /\b(rfm_group|predicted_spend_tier)\b/g;

/** What would be written, and whom it would find; undefined where the segment is written to customers, or not at all. */
export async function planWhole(
  parts: Parts,
  connections: Pick<PulledConnections, 'segmentLanguage' | 'whole'>,
  shop: Shop,
  draft: WriteBackDraft,
  known: WriteBack | undefined,
): Promise<PlannedWhole | undefined> {
  const { connection, what } = draft;
  const language = what === 'segment' ? await connections.segmentLanguage(shop, connection) : undefined;
  if (language?.outcome !== 'done' || language.result === undefined) return undefined;
  const said = await wholeQuery(parts, shop, draft, language.result);
  if (said.outcome !== 'said') return undefined;
  const { query } = said;
  const written = known === undefined ? undefined : await parts.ledger.writeBacks.whole(shop.id, known.number);
  const counted = await askWhole(connections, shop, connection, (segments, context) => segments.count(query, context));
  const there = counted.outcome === 'done' ? counted.result : null;
  const uncounted = counted.outcome === 'done' ? [] : [`It could not be counted there: ${counted.sentence}.`];
  const own = [...new Set(query.match(OWN_WORDS))].map((name) => `\`${name}\` is what the platform makes of it.`);
  const { account } = (await parts.ledger.pulls.get(shop.id, connection)) ?? {};
  const shown = (account?.warnings ?? []).map((warning) => `Of this connection: ${warning}.`);
  return { query, act: actOf(query, written), there, remarks: [...uncounted, OWN_PEOPLE, ...own, ...shown] };
}

function actOf(query: string, written: { readonly state: string; readonly query: string } | undefined) {
  if (written === undefined) return 'make';
  if (written.state === 'theirs') return 'theirs';
  return written.state === 'there' && written.query === query ? 'nothing' : 'change';
}

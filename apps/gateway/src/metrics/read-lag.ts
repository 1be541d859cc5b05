import type { MembershipState } from '@clientele/ledger';
import { type Instant, msOfInstant, type Shop } from '@clientele/model';
import { asOf } from '@clientele/pipeline';
import type { GatewayDeps } from '../deps.js';
import type { Metrics } from './metrics.js';

const STATES: readonly MembershipState['state'][] = ['evaluating', 'fresh', 'failed'];

/** Reads from the ledger how far every shop is behind, and how busy the lanes of the warehouse are. */
export async function readLag(metrics: Metrics, deps: GatewayDeps): Promise<void> {
  for (const [lane, requests] of Object.entries(deps.lanes())) metrics.lanes.set({ lane }, requests);
  for (const shop of await deps.ledger.shops.list()) await readShop(metrics, deps, shop);
}

async function readShop(metrics: Metrics, deps: GatewayDeps, shop: Shop): Promise<void> {
  const { batches, inbox, membershipStates, segments } = deps.ledger;
  const [pending, open, since, states, saved, hooks] = await Promise.all([
    batches.pending(shop.id),
    batches.unfinished(shop.id),
    batches.waitingSince(shop.id),
    membershipStates.list(shop.id),
    segments.list(shop.id),
    inbox.states(shop.id),
  ]);
  const label = { shop: shop.id };
  metrics.pendingBatches.set(label, pending.length + open.length);
  metrics.importLag.set(label, secondsBetween(since, deps.clock()));
  const inboxes = [...hooks.values()];
  metrics.waitingHooks.set(
    label,
    inboxes.reduce((sum, { waiting }) => sum + waiting, 0),
  );
  metrics.hookLag.set(label, secondsBetween(inboxes.map((one) => one.since).sort()[0], deps.clock()));
  const [oldest] = states.flatMap(({ evaluated }) => evaluated?.evaluatedAt ?? []).sort();
  metrics.evaluationLag.set(label, secondsBetween(oldest, asOf(deps, shop).now));
  for (const state of STATES) {
    metrics.segments.set({ ...label, state }, states.filter((one) => one.state === state).length);
  }
  metrics.segments.set({ ...label, state: 'new' }, saved.length - states.length);
}

function secondsBetween(from: Instant | undefined, to: Instant): number {
  return from === undefined ? 0 : Math.max(0, msOfInstant(to) - msOfInstant(from)) / 1000;
}

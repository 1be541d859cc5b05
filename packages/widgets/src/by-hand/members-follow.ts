import { rest } from '../element/rest.js';
import type { GatewayClient } from '../gateway/gateway-client.js';
import { FOLLOWED } from '../questions/by-hand.js';

/** After how long it is asked at first, and when no longer: the shop may have much else to do. */
const SOONEST_MS = 400;
const LATEST_MS = 30_000;

/** Whether the members of a segment follow what was decided by hand: true as soon as they do, false where nobody can say. */
export async function membersFollow(client: GatewayClient, segment: string, signal: AbortSignal): Promise<boolean> {
  for (let wait = SOONEST_MS; wait < LATEST_MS; wait *= 2) {
    await rest(wait, signal);
    if (signal.aborted) return false;
    const answer = await client.ask(FOLLOWED, { segment }, signal);
    if (answer.outcome !== 'answered') return false;
    if (!answer.data.segment?.freshness?.owed.some(({ reason }) => reason === 'LIST')) return true;
  }
  return false;
}

import type { Instant } from '@clientele/model';
import type { Connector, Heard, Hook } from '../connector.js';

/**
 * Verifies a webhook. Nothing is stored and nobody asked: whoever calls keeps what was heard. To be called when it
 * comes in: where the platform does not say since when something is gone, that is since now.
 */
export async function hearHook<Settings extends object>(
  connector: Connector<Settings>,
  settings: Settings,
  hook: Hook,
  now: Instant,
): Promise<Heard> {
  const { hear } = connector;
  if (hear === undefined) return { outcome: 'refused', code: 'unverified', reason: 'this connector takes no webhooks' };
  try {
    const heard = await hear.call(connector, hook, settings, now);
    if (heard.outcome !== 'heard' || heard.gone === undefined) return heard;
    return { ...heard, gone: heard.gone.map((one) => ({ at: now, ...one })) };
  } catch {
    // Connectors verify first: whatever the body was, it was let in, and is not what they can read.
    return { outcome: 'refused', code: 'unreadable', reason: 'it cannot be read' };
  }
}

import type { Instant } from '@clientele/model';
import { z } from 'zod';
import type { Connector, Heard, Hook } from '../connector.js';
import { Garbled } from '../thrown.js';
import { reasonOf } from './reason.js';

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
  } catch (error) {
    // Connectors verify first: whatever the body was, it was let in.
    if (isOfTheBody(error)) return { outcome: 'refused', code: 'unreadable', reason: unreadable(error) };
    return { outcome: 'refused', code: 'broken', reason: `the connector has a defect: ${placeOf(error)}` };
  }
}

/** What came is not what can be read; not that it was read wrongly. */
function isOfTheBody(error: unknown): boolean {
  return error instanceof SyntaxError || error instanceof z.ZodError || error instanceof Garbled;
}

/** Of a schema, the fields and what is wrong with them. What reads JSON quotes what was sent, so that is left out. */
function unreadable(error: unknown): string {
  return error instanceof z.ZodError ? `it cannot be read: ${reasonOf(error)}` : 'it cannot be read';
}

/** Where it was thrown. Its message may quote what was sent. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it throws what is no error';
  return [
    error.name,
    error.stack
      ?.split('\n')
      .find((line) => /^\s+at /.test(line))
      ?.trim(),
  ]
    .join(' ')
    .trim();
}

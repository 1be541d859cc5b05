import type { Connector } from '@clientele/connector-kit';
import { calls } from './calls.js';
import { hear } from './hear.js';
import { type EventsSettings, settings } from './settings.js';

/** Calls of the common analytics spec over HTTP. It only hears; nothing can be asked for. */
export const events = {
  id: 'events',
  settings,
  limits: { key: () => 'none', perSecond: 1, burst: 1 },
  check: async ({ settings: { channel } }) => ({ id: channel }),
  streams: { calls },
  hear,
  hooks: { secrets: 'writeKeys', browsers: true },
} satisfies Connector<EventsSettings>;

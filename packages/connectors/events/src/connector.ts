import type { Connector } from '@clientele/connector-kit';
import { hear, STREAMS } from './hear.js';
import { howToSend } from './how-to-send.js';
import { type EventsSettings, madeSettings, settings } from './settings.js';

/** Calls of the common analytics spec over HTTP. It only hears; nothing can be asked for. */
export const events = {
  id: 'events',
  settings,
  limits: { key: () => 'none', perSecond: 1, burst: 1 },
  // There is no account to reach: what tells this connection from others is whose users it is told of.
  check: async ({ settings: { usersOf } }) => ({ id: usersOf }),
  streams: STREAMS,
  hear,
  hooks: { secrets: 'writeKeys', browsers: true },
  made: madeSettings,
  howToSend,
} satisfies Connector<EventsSettings>;

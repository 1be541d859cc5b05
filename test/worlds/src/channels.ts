import type { Channel } from '@clientele/model';

/** The configured accounts of a world's shop. The web shop's connection carries two channels. */
export const CONNECTIONS = ['web', 'second-store', 'tills', 'marketplace'] as const;
export type Connection = (typeof CONNECTIONS)[number];

/** The five places where a world's shop sells. */
export const SALES_CHANNELS = ['web', 'app', 'second-store', 'tills', 'marketplace'] as const;
export type SalesChannel = (typeof SALES_CHANNELS)[number];

export const CHANNELS: Readonly<Record<SalesChannel, Channel>> = {
  web: { id: 'web', kind: 'online_store' },
  app: { id: 'app', kind: 'app' },
  'second-store': { id: 'second-store', kind: 'online_store' },
  tills: { id: 'tills', kind: 'till' },
  marketplace: { id: 'marketplace', kind: 'marketplace' },
};

/** Newsletters go out through the web shop's connection. */
export const EMAIL_CHANNEL: Channel = { id: 'newsletter', kind: 'email' };

export function connectionOf(channel: SalesChannel): Connection {
  return channel === 'app' ? 'web' : channel;
}

import { z } from 'zod';
import { objectOf, shortName } from './fields.js';

/** The kinds of place where a shop meets its customers. */
export const CHANNEL_KINDS = ['online_store', 'till', 'marketplace', 'app', 'email', 'social', 'other'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** One place where the shop meets customers; a connection may carry several (a web shop and its tills). */
export const channelField = objectOf({
  id: shortName,
  kind: z.enum(CHANNEL_KINDS),
});
export type Channel = z.output<typeof channelField>;

import { secret } from '@clientele/connector-kit';
import { CHANNEL_KINDS } from '@clientele/model';
import { z } from 'zod';

/** What a connection that is sent analytics calls needs to know. */
export const settings = z.object({
  /** As clients send them; several while one is being changed. */
  writeKeys: z.array(secret()).default([]),
  /** Of who signs the raw body (HMAC-SHA256, hex, in `x-signature`) in the place of a write key. */
  signingSecrets: z.array(secret()).default([]),
  channel: z.enum(CHANNEL_KINDS).default('online_store'),
});
export type EventsSettings = z.output<typeof settings>;

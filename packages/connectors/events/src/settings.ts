import { secret } from '@clientele/connector-kit';
import { CHANNEL_KINDS } from '@clientele/model';
import { z } from 'zod';

/** What a connection that is sent analytics calls needs to know. */
export const settings = z.object({
  /** Whose ids `userId` are, such as `shop.example`: connections of a shop that say the same mean the same people. */
  usersOf: z.string().min(1).max(200),
  /** Of servers: sent with a call, or never sent, and the body signed with it. Several while one is being changed. */
  writeKeys: z.array(secret()).default([]),
  /** Of pages and apps, where everybody can read them. */
  pageKeys: z.array(z.string().min(8)).default([]),
  /** Whether whoever has a key of pages says what somebody did and that they are signed in, or also who they are. */
  pagesMay: z.enum(['act', 'describe']).default('act'),
  /** Where these people are met. */
  channel: z.enum(CHANNEL_KINDS).default('online_store'),
});
export type EventsSettings = z.output<typeof settings>;

/** Enough to tell one origin of ids from all others. */
const ORIGIN_CHARACTERS = 12;

/** The keys of a new connection, and ids of users that are nobody else's until somebody says whose they are. */
export function madeSettings(secretText: () => string) {
  return {
    usersOf: `users-${secretText().slice(0, ORIGIN_CHARACTERS)}`,
    writeKeys: [secretText()],
    pageKeys: [secretText()],
  };
}

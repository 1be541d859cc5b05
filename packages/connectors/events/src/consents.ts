import { type Json, problemsOf, type Stream } from '@clientele/connector-kit';
import { CONSENT_CHANNELS, CONSENT_STATES } from '@clientele/model';
import { z } from 'zod';
import type { EventsSettings } from './settings.js';

const told = z.object({
  id: z.string(),
  customer: z.string(),
  channel: z.enum(CONSENT_CHANNELS),
  address: z.string({ error: 'it does not say of which address: state it in the same call' }),
  state: z.union([z.boolean(), z.string()]).transform(stateOf).pipe(z.enum(CONSENT_STATES)),
  version: z.object({ updatedAt: z.string(), tiebreak: z.number() }),
});
/** As it came: what is odd is refused when it is read. */
export type ToldOfConsent = Readonly<Record<keyof z.input<typeof told>, Json>>;

/** Consents that servers state, each of the address that the same call states. */
export const consents: Stream<EventsSettings> = {
  kind: 'consent',
  id: (object) => z.object({ id: z.string() }).safeParse(object).data?.id,
  decode(object) {
    const parsed = told.safeParse(object);
    if (!parsed.success) throw new Error(problemsOf(parsed.error).join('; '));
    const { id, version, ...consent } = parsed.data;
    return [{ kind: 'consent', externalId: id, version, at: version.updatedAt, ...consent }];
  },
};

function stateOf(said: boolean | string): string {
  if (typeof said === 'string') return said.toUpperCase();
  return said ? 'SUBSCRIBED' : 'UNSUBSCRIBED';
}

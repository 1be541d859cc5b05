import type { ConsentChannel, ConsentState, RecordInput } from '@clientele/model';
import type { Desk, Entry } from './customer-record.js';
import type { Dated } from './order-records.js';
import type { Random } from './random.js';
import type { Setting } from './setting.js';
import type { Trap } from './written.js';

/** A customer record as first written. */
export interface Written {
  readonly entry: Entry;
  readonly record: Extract<RecordInput, { kind: 'customer' }>;
  readonly traps: ReadonlySet<Trap>;
}

/** An address that newsletters go to, from when until when. */
export interface Subscription {
  readonly entry: Entry;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly optedOut: boolean;
}

/** Probability that somebody says yes to e-mails, and to texts, where a source asks; null where it does not. */
const ASKED: Readonly<Record<Desk, { readonly email: number | null; readonly sms: number | null }>> = {
  web_account: { email: 0.5, sms: 0.22 },
  web_guest: { email: 0.25, sms: null },
  newsletter: { email: 1, sms: null },
  app_account: { email: 0.45, sms: 0.25 },
  second_account: { email: 0.4, sms: null },
  second_guest: { email: 0.2, sms: null },
  loyalty: { email: 0.45, sms: 0.3 },
  receipt: { email: null, sms: null },
  marketplace: { email: null, sms: null },
};

const OPTS_OUT = 0.2;
const DAY = 86_400_000;

/** What one customer record's source knows about writing to its addresses, and the subscription it amounts to. */
export function consentRecords(setting: Setting, written: Written, random: Random) {
  const { entry, record, traps } = written;
  const asked = ASKED[entry.desk];
  const records: Dated[] = [];
  const state = (channel: ConsentChannel, address: string, at: { ms: number; state: ConsentState }) => {
    const instant = setting.calendar.instant(at.ms);
    records.push({
      ms: at.ms,
      connection: entry.connection,
      record: {
        kind: 'consent',
        externalId: `${entry.externalId}:${channel}`,
        version: { updatedAt: instant },
        customer: entry.externalId,
        channel,
        address,
        state: at.state,
        at: instant,
      },
    });
  };
  const ask = (channel: 'email' | 'sms', address: string | undefined): Subscription | null => {
    const probability = asked[channel];
    const [agrees, leaves, confirms] = [random.chance(probability ?? 0), random.chance(OPTS_OUT), random.chance(0.96)];
    const stays = random.exponential(240 * DAY);
    if (address === undefined || probability === null) return null;
    const fromMs = entry.createdMs;
    if (!agrees) {
      state(channel, address, { ms: fromMs, state: 'NOT_SUBSCRIBED' });
      return null;
    }
    if (channel === 'email' && traps.has('email_typo')) {
      state(channel, address, { ms: fromMs, state: 'INVALID' });
      return null;
    }
    state(channel, address, { ms: fromMs, state: confirms ? 'SUBSCRIBED' : 'PENDING' });
    if (!confirms) return null;
    const untilMs = leaves ? Math.floor(fromMs + DAY + stays) : Number.POSITIVE_INFINITY;
    const optedOut = untilMs < setting.calendar.end;
    if (optedOut) state(channel, address, { ms: untilMs, state: 'UNSUBSCRIBED' });
    return { entry, fromMs, untilMs, optedOut };
  };
  const subscription = ask('email', record.email);
  ask('sms', record.phone);
  return { records, subscription };
}

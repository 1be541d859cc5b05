import { instant, type RecordInput, readRecord, type SourceRecord, shopId, timeZone } from '@clientele/model';
import type { FromConnection, PlainProfile } from '../plain-profile.js';
import type { ReferenceContext } from './context.js';

type Input<Kind extends RecordInput['kind']> = Partial<Extract<RecordInput, { kind: Kind }>> & { connection?: string };
type Output<Kind extends SourceRecord['kind']> = FromConnection<Extract<SourceRecord, { kind: Kind }>>;

const VERSION = { updatedAt: '2024-01-01T00:00:00Z' };
const ONLINE = { id: 'web', kind: 'online_store' } as const;
let records = 0;

/** A sale of 10 GBP without lines on 1 January 2024, unless said otherwise. */
export function anOrder(fields: Input<'order'> = {}): Output<'order'> {
  const placedAt = '2024-01-01T12:00:00Z';
  return read('order', { placedAt, channel: ONLINE, currency: 'GBP', total: '10', lines: [], ...fields });
}

export function aCustomer(fields: Input<'customer'> = {}): Output<'customer'> {
  return read('customer', fields);
}

/** A refund document of 1 GBP. */
export function aRefund(fields: Input<'refund'> = {}): Output<'refund'> {
  return read('refund', { at: '2024-01-02T12:00:00Z', channel: ONLINE, currency: 'GBP', amount: '1', ...fields });
}

export function aConsent(fields: Input<'consent'> = {}): Output<'consent'> {
  return read('consent', { channel: 'email', address: 'a@example.com', at: VERSION.updatedAt, ...fields });
}

/** A product that was looked at in an online store on 1 June 2024. */
export function anEvent(fields: Input<'event'> = {}): Output<'event'> {
  return read('event', { name: 'product_viewed', at: '2024-06-01T12:00:00Z', channel: ONLINE, ...fields });
}

export function aProfile(fields: Partial<PlainProfile> = {}): PlainProfile {
  return { id: 'p', customers: [], orders: [], refunds: [], consents: [], events: [], ...fields };
}

/** A shop in London that counts in pounds, asked at noon of 10 June 2024. */
export function aContext(fields: Partial<ReferenceContext> = {}): ReferenceContext {
  return {
    shop: { id: shopId('demo'), timeZone: timeZone('Europe/London'), currency: 'GBP' },
    now: instant('2024-06-10T11:00:00Z'),
    segments: new Map(),
    ...fields,
  };
}

function read<Kind extends SourceRecord['kind']>(
  kind: Kind,
  { connection = 'shop', ...fields }: { readonly connection?: string },
): Output<Kind> {
  records += 1;
  const reading = readRecord({ externalId: `${kind}-${records}`, version: VERSION, ...fields, kind });
  if (reading.outcome === 'refused') throw new Error(reading.reason);
  return { ...(reading.record as Extract<SourceRecord, { kind: Kind }>), connection } as Output<Kind>;
}

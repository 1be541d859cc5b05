import { type Heard, hmac } from '@clientele/connector-kit';
import { type EventRecord, instant, readRecord } from '@clientele/model';
import { expect, test } from 'vitest';
import { events } from './connector.js';

const NOW = instant('2026-05-04T10:00:00Z');
const SETTINGS = { writeKeys: ['own-key'], signingSecrets: ['own-secret'], channel: 'app' } as const;
const settings = { ...SETTINGS, writeKeys: [...SETTINGS.writeKeys], signingSecrets: [...SETTINGS.signingSecrets] };
const TRACK = { type: 'track', event: 'Product Viewed', userId: 'u1', messageId: 'm1', properties: { product_id: 7 } };

const KEY = { authorization: `Basic ${btoa('own-key:')}` };

function send(body: unknown, headers: Record<string, string> = KEY, now = NOW) {
  const bytes = new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
  return events.hear(
    { headers: new Headers(headers), body: bytes, url: 'https://c.example/hooks/1/v1/track' },
    settings,
    now,
  );
}

function decoded(heard: Heard) {
  if (heard.outcome !== 'heard') return [heard.outcome];
  return (heard.objects ?? []).map(({ object }) => {
    try {
      return events.streams.calls.decode(object, settings);
    } catch {
      return 'refused';
    }
  });
}

function eventsOf(heard: Heard): EventRecord[] {
  return decoded(heard).flatMap((said) => {
    const reading = readRecord(Array.isArray(said) ? said[0] : said);
    if (reading.outcome === 'refused' || reading.record.kind !== 'event') throw new Error('it is no event');
    return [reading.record];
  });
}

test('a call is an event by its canonical name, told by messageId, without the address of who sent it', () => {
  const heard = send({ ...TRACK, context: { ip: '203.0.113.7', userAgent: 'Agent', campaign: { source: 'mail' } } });
  const [[record]] = decoded(heard) as [[object]];
  expect(readRecord(record).outcome).toBe('read');
  expect(record).toMatchObject({ externalId: 'm1', name: 'product_viewed', product: '7', customer: 'u1' });
  expect(record).toMatchObject({ properties: { utm_source: 'mail' } });
  expect(JSON.stringify(heard)).not.toMatch(/203\.0|Agent|own-key/);
});

test('a clock that is an hour ahead is corrected by when the call was sent', () => {
  const heard = send({ batch: [{ ...TRACK, timestamp: '2026-05-04T10:59:00Z' }], sentAt: '2026-05-04T11:00:00Z' });
  expect(decoded(heard)).toMatchObject([[{ at: '2026-05-04T09:59:00.000Z' }]]);
});

test('a call that was held back for days is not moved to when it came', () => {
  const heard = send({ ...TRACK, timestamp: '2026-05-01T09:00:00Z', sentAt: '2026-05-01T09:00:01Z' });
  expect(decoded(heard)).toMatchObject([[{ at: '2026-05-01T09:00:00.000Z' }]]);
});

const LATER = instant('2026-05-04T10:05:00Z');
const { messageId: _, ...UNNAMED } = TRACK;

test.each([
  ['a retry by its moment', { timestamp: NOW, sentAt: NOW }, { timestamp: NOW, sentAt: LATER }, 1],
  ['two by their moments', { timestamp: NOW }, { timestamp: LATER }, 2],
  ['a retry by when it was sent', { sentAt: NOW }, { sentAt: NOW }, 1],
  ['two by when they were sent', { sentAt: NOW }, { sentAt: LATER }, 2],
  ['two by when they came', {}, {}, 2],
  ['two by when they came, where no moment can be read', { timestamp: '' }, { timestamp: '' }, 2],
])('without messageId there is %s', (_name, first, second, count) => {
  const heard = [send({ ...UNNAMED, ...first }), send({ ...UNNAMED, ...second }, KEY, LATER)];
  expect(new Set(heard.flatMap((one) => eventsOf(one)).map(({ externalId }) => externalId)).size).toBe(count);
  expect(new Set(heard.map((one) => one.outcome === 'heard' && one.id)).size).toBeGreaterThanOrEqual(count);
});

test('two calls of a batch that only their places tell apart are two', () => {
  const [one, other] = eventsOf(send({ batch: [UNNAMED, UNNAMED], sentAt: NOW }));
  expect(one?.externalId).not.toBe(other?.externalId);
});

test('a retry that comes later has the version of the first, which stands', () => {
  const [first, again] = [NOW, LATER].flatMap((now) => eventsOf(send(TRACK, KEY, now)));
  expect(again).toMatchObject({ at: LATER, version: first?.version });
});

test('a single call is of the type of its address', () => {
  const { type: _type, ...untyped } = TRACK;
  expect(eventsOf(send(untyped))).toMatchObject([{ name: 'product_viewed' }]);
  expect(decoded(send({ ...TRACK, type: 'page' }))).toEqual(['refused']);
});

test('a purchase that a page tells of is no order', () => {
  const heard = send({ ...TRACK, event: 'Order Completed' });
  expect(decoded(heard)).toMatchObject([[{ kind: 'event', name: 'custom', customName: 'Order Completed' }]]);
});

test('an unreadable call of a batch keeps no other out, and one without messageId has the same id each time', () => {
  const { messageId: _, ...unnamed } = TRACK;
  const batch = [TRACK, 7, { type: 'track' }, { ...TRACK, properties: { x: 'x'.repeat(33_000) } }, unnamed];
  expect(decoded(send({ batch })).map((one) => one === 'refused')).toEqual([false, true, true, true, false]);
  expect(decoded(send({ batch }))).toEqual(decoded(send({ batch })));
});

test("another shop's key, no key, a forged signature and rubbish are refused", () => {
  const signed = (secret: string) => ({
    'x-signature': hmac('sha256', secret, [JSON.stringify(TRACK)], 'hex'),
  });
  expect(send(TRACK, signed('own-secret')).outcome).toBe('heard');
  expect(send({ ...TRACK, writeKey: 'own-key' }, {}).outcome).toBe('heard');
  expect(send(TRACK, signed('other')).outcome).toBe('refused');
  expect(send({ ...TRACK, writeKey: 'own-key' }, signed('other')).outcome).toBe('refused');
  expect(send(TRACK, {}).outcome).toBe('refused');
  expect(send(TRACK, { authorization: `Basic ${btoa('other:')}` }).outcome).toBe('refused');
  expect(send({ ...TRACK, x: 'x'.repeat(33_000) }).outcome).toBe('refused');
  expect(() => send('{"type":"tra')).toThrow(SyntaxError);
});

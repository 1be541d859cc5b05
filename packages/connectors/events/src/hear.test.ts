import { gzipSync } from 'node:zlib';
import { type Heard, hmac } from '@clientele/connector-kit';
import { EVENT_NAMES, type EventRecord, instant, readRecord, type SourceRecord } from '@clientele/model';
import { expect, test } from 'vitest';
import { events } from './connector.js';
import type { EventsSettings } from './settings.js';

const NOW = instant('2026-05-04T10:00:00Z');
const LATER = instant('2026-05-04T10:05:00Z');
const settings: EventsSettings = {
  usersOf: 'shop.example',
  writeKeys: ['own-key'],
  pageKeys: ['page-key'],
  pagesMay: 'act',
  channel: 'app',
};
const TRACK = { type: 'track', event: 'Product Viewed', userId: 'u1', messageId: 'm1', properties: { product_id: 7 } };
const KEY = { authorization: `Basic ${btoa('own-key:')}` };
const PAGE_KEY = { authorization: `Basic ${btoa('page-key:')}` };

interface Sending {
  readonly headers?: Record<string, string>;
  readonly now?: typeof NOW;
  readonly path?: string;
  readonly with?: Partial<EventsSettings>;
}

function send(body: unknown, { headers = KEY, now = NOW, path = '/v1/track', with: other = {} }: Sending = {}): Heard {
  const bytes = new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
  const hook = { headers: new Headers(headers), body: bytes, url: `https://c.example/hooks/1${path}` };
  return events.hear(hook, { ...settings, ...other }, now);
}

const sendAll = (batch: readonly unknown[], sending: Sending & { readonly sentAt?: string } = {}) =>
  send({ batch, ...(sending.sentAt !== undefined && { sentAt: sending.sentAt }) }, { path: '/v1/batch', ...sending });

/** What becomes of it: records, and the reason of each that is refused. */
function madeOf(heard: Heard): (SourceRecord | string)[] {
  if (heard.outcome !== 'heard') return [heard.outcome];
  return (heard.objects ?? []).flatMap(({ stream, object }) => {
    try {
      const said = events.streams[stream as keyof typeof events.streams].decode(object, settings);
      if ('gone' in said) throw new Error('nothing is ever gone');
      return said.map((input) => {
        const reading = readRecord(input);
        return reading.outcome === 'read' ? reading.record : reading.reason;
      });
    } catch (error) {
      return [String(error)];
    }
  });
}

/** As many names with texts. */
const many = (name: string) => Array.from({ length: 500 }, (_, index) => [`${name}${index}`, 'text'] as const);

/** The events among it; beside them there are only the users who acted. */
function eventsOf(heard: Heard): EventRecord[] {
  return madeOf(heard).flatMap((made) => {
    if (typeof made !== 'string' && made.kind === 'customer') return [];
    if (typeof made === 'string' || made.kind !== 'event') throw new Error(`it is no event: ${JSON.stringify(made)}`);
    return made;
  });
}

const answerOf = (heard: Heard) => (heard.outcome === 'heard' ? JSON.parse(heard.answer?.body ?? '') : heard);

test('a call is an event by its canonical name, told by messageId, without what tells devices apart', () => {
  const context = {
    ip: '203.0.113.7',
    userAgent: 'Agent',
    device: { id: 'd-9', type: 'ios' },
    campaign: { source: 'mail' },
    page: { path: '/tea', url: 'https://shop.example/tea?token=t0', referrer: 'https://search.example/?q=ann' },
    locale: 'de-DE',
  };
  const heard = send({ ...TRACK, context });
  expect(eventsOf(heard)).toMatchObject([
    { externalId: 'm1', name: 'product_viewed', product: '7', customer: 'u1', channel: { kind: 'app' } },
  ]);
  expect(eventsOf(heard)[0]?.properties).toEqual({
    product_id: 7,
    utm_source: 'mail',
    page_path: '/tea',
    page_referrer: 'https://search.example/',
    device_type: 'ios',
    locale: 'de-DE',
  });
  expect(JSON.stringify(heard)).not.toMatch(/203\.0|Agent|d-9|t0|own-key/);
});

test('of whoever acted and had signed in the account is known, once, also where nobody ever said who they are', () => {
  const device = { ...TRACK, messageId: 'm3', userId: undefined, anonymousId: 'd1' };
  const unreadable = { ...TRACK, messageId: 'm4', userId: 'u2', event: '' };
  const made = madeOf(sendAll([TRACK, { ...TRACK, messageId: 'm2' }, device, unreadable]));
  const known = made.filter((one) => typeof one !== 'string' && one.kind === 'customer');
  expect(known).toMatchObject([{ externalId: 'u1', accounts: [{ realm: 'shop.example', id: 'u1' }] }]);
  // Whatever is said of them later stands beside it.
  expect(madeOf(send({ type: 'identify', userId: 'u1' }, { path: '/v1/identify' }))).toEqual(known);
});

test('every name of the spec is known, and ours as well, however it is written', () => {
  for (const [name, { analytics }] of Object.entries(EVENT_NAMES)) {
    if (name === 'custom') continue;
    for (const event of [analytics ?? name, name, name.replaceAll('_', ' ').toUpperCase()]) {
      expect(eventsOf(send({ ...TRACK, event }))[0], event).toMatchObject({ name });
    }
  }
  expect(eventsOf(send({ ...TRACK, event: 'Checkout Step Viewed' }))).toMatchObject([
    { name: 'custom', customName: 'Checkout Step Viewed' },
  ]);
});

test('a purchase that a page tells of is no order; what it is of is listed', () => {
  const products = [
    { product_id: 'tea', price: 4.5 },
    { product_id: 'pot', size: { eu: 40 } },
  ];
  const properties = { order_id: '9', revenue: 12.5, products, tags: ['new', 1], nothing: null };
  expect(eventsOf(send({ ...TRACK, event: 'Order Completed', properties }))).toMatchObject([
    {
      kind: 'event',
      name: 'custom',
      customName: 'Order Completed',
      properties: {
        order_id: '9',
        revenue: 12.5,
        'products.product_id': ['tea', 'pot'],
        'products.price': ['4.5'],
        'products.size.eu': ['40'],
        tags: ['new', '1'],
      },
    },
  ]);
});

test('messages, experiments and collections are told by what they belong to', () => {
  const of = (event: string, properties: object) => eventsOf(send({ ...TRACK, event, properties }))[0];
  expect(of('Email Opened', { campaign_id: 'c7' })).toMatchObject({ campaign: 'c7' });
  expect(of('Experiment Viewed', { experiment_id: 3 })).toMatchObject({ campaign: '3' });
  expect(of('Product List Viewed', { list_id: 'l1', category: 'Tea' })?.properties).toMatchObject({
    collection_id: 'l1',
  });
});

test('pages and screens are views, and addresses lose what stands behind them', () => {
  const properties = { url: 'https://shop.example/a?reset=t0#x', search: '?reset=t0', path: '/a' };
  expect(eventsOf(send({ anonymousId: 'a1', name: 'Home', properties }, { path: '/v1/page' }))).toMatchObject([
    {
      name: 'page_viewed',
      customer: '~device:a1',
      anonymousId: 'a1',
      properties: { name: 'Home', url: 'https://shop.example/a', path: '/a' },
    },
  ]);
  expect(eventsOf(send({ userId: '~device:a1', name: 'Cart' }, { path: '/v1/s' }))).toMatchObject([
    { name: 'custom', customName: 'Screen Viewed', customer: '~user:~device:a1' },
  ]);
});

test('a clock that is an hour ahead is corrected by when the call was sent, and the way here is not', () => {
  const [ahead, slow] = ['2026-05-04T11:00:00Z', '2026-05-04T09:59:40Z'];
  const at = (timestamp: string, sentAt: string) => eventsOf(sendAll([{ ...TRACK, timestamp }], { sentAt }))[0]?.at;
  expect(at('2026-05-04T10:59:00Z', ahead)).toBe('2026-05-04T09:59:00.000Z');
  expect(at('2026-05-04T09:58:00Z', slow)).toBe('2026-05-04T09:58:00.000Z');
  expect(at('2026-06-01T00:00:00Z', slow)).toBe('2026-05-04T10:00:00.000Z');
});

test('a call that was held back for days is not moved to when it came', () => {
  const heard = send({ ...TRACK, timestamp: '2026-05-01T09:00:00Z', sentAt: '2026-05-01T09:00:01Z' });
  expect(eventsOf(heard)).toMatchObject([{ at: '2026-05-01T09:00:00.000Z' }]);
});

const { messageId: _, ...UNNAMED } = TRACK;

test.each([
  ['a retry by its moment', { timestamp: NOW, sentAt: NOW }, { timestamp: NOW, sentAt: LATER }, 1],
  ['two by their moments', { timestamp: NOW }, { timestamp: LATER }, 2],
  ['a retry by when it was sent', { sentAt: NOW }, { sentAt: NOW }, 1],
  ['two by when they were sent', { sentAt: NOW }, { sentAt: LATER }, 2],
  ['two by when they came', {}, {}, 2],
  ['two by when they came, where no moment can be read', { timestamp: '' }, { timestamp: '' }, 2],
])('without messageId there is %s', (_name, first, second, count) => {
  const heard = [send({ ...UNNAMED, ...first }), send({ ...UNNAMED, ...second }, { now: LATER })];
  expect(new Set(heard.flatMap((one) => eventsOf(one)).map(({ externalId }) => externalId)).size).toBe(count);
  expect(new Set(heard.map((one) => one.outcome === 'heard' && one.id)).size).toBeGreaterThanOrEqual(count);
});

test('two calls of a batch that only their places tell apart are two', () => {
  const [one, other] = eventsOf(sendAll([UNNAMED, UNNAMED], { sentAt: NOW }));
  expect(one?.externalId).not.toBe(other?.externalId);
});

test('a retry that comes later has the version of the first, which stands', () => {
  const [first, again] = [NOW, LATER].flatMap((now) => eventsOf(send(TRACK, { now })));
  expect(again).toMatchObject({ at: LATER, version: first?.version });
});

test('of a batch what cannot be read keeps nothing out, is kept itself, and is answered one by one', () => {
  const deep = `${'['.repeat(9_000)}${']'.repeat(9_000)}`;
  const large = { ...TRACK, messageId: 'large', properties: { x: 'x'.repeat(33_000) } };
  const batch = [
    TRACK,
    'deep',
    { type: 'track' },
    large,
    { ...TRACK, properties: { x: 'deep' } },
    { ...UNNAMED, userId: '' },
  ];
  const body = JSON.stringify({ batch }).replaceAll('"deep"', deep);
  const heard = send(body);
  expect(madeOf(heard).map((made) => typeof made === 'string')).toEqual([false, false, true, true, true, true, true]);
  const { messages, refused } = answerOf(heard);
  expect(messages).toBe(6);
  expect(refused).toEqual([
    { index: 1, reason: 'it is nested too deeply' },
    { index: 2, reason: expect.stringContaining('event: ') },
    { index: 3, messageId: 'large', reason: 'it is larger than 32 kB' },
    { index: 4, messageId: 'm1', reason: 'it is nested too deeply' },
    { index: 5, reason: 'a call names neither userId nor anonymousId' },
  ]);
  expect(heard).toEqual(send(body));
});

test('what is odd in one call is told of that call alone', () => {
  const odd = [7, null, 'text', [], { ...TRACK, timestamp: '1900-01-03T00:00:00Z' }, { ...TRACK, properties: [] }];
  const { messages, refused } = answerOf(sendAll([...odd, TRACK], { sentAt: '2026-06-30T10:00:00Z' }));
  expect(messages).toBe(7);
  expect(refused.map(({ index }: { index: number }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
});

test('what the records cannot hold is told in the answer, too', () => {
  const heard = send({ ...TRACK, properties: { note: 'x'.repeat(9_000) } });
  expect(answerOf(heard).refused).toMatchObject([
    { index: 0, messageId: 'm1', reason: expect.stringContaining('note') },
  ]);
});

test('who is not known is not let in; who is, is told what is wrong', () => {
  const refusal = (body: unknown, sending: Sending = {}) => {
    const heard = send(body, sending);
    return heard.outcome === 'refused' ? heard.code : heard.outcome;
  };
  const signed = (secret: string, body = JSON.stringify(TRACK)) => ({
    'x-signature': hmac('sha256', secret, [body], 'hex'),
  });
  const standard = (sentAt: number) => {
    const content = `d1.${sentAt}.${JSON.stringify(TRACK)}`;
    const signature = hmac('sha256', Buffer.from('own-key', 'base64'), [content], 'base64');
    return { 'webhook-id': 'd1', 'webhook-timestamp': `${sentAt}`, 'webhook-signature': `v1,${signature}` };
  };
  const nowS = Date.parse(NOW) / 1000;
  expect(refusal(TRACK)).toBe('heard');
  expect(refusal(TRACK, { headers: signed('own-key') })).toBe('heard');
  expect(refusal(TRACK, { headers: standard(nowS) })).toBe('heard');
  expect(refusal({ ...TRACK, writeKey: 'page-key' }, { headers: {} })).toBe('heard');

  expect(refusal(TRACK, { headers: {} })).toBe('unverified');
  expect(refusal(TRACK, { headers: standard(nowS - 3600) })).toBe('unverified');
  expect(refusal(TRACK, { headers: { authorization: `Basic ${btoa('other:')}` } })).toBe('unverified');
  // Neither does a key make a wrong signature good, nor is the key of pages one to sign with.
  expect(refusal({ ...TRACK, writeKey: 'own-key' }, { headers: signed('other') })).toBe('unverified');
  expect(refusal(TRACK, { headers: signed('page-key') })).toBe('unverified');
  expect(refusal('{"type":"tra', { headers: {} })).toBe('unverified');

  expect(refusal('{"type":"tra', { headers: signed('own-key', '{"type":"tra') })).toBe('unreadable');
  expect(refusal('[]')).toBe('unreadable');
  expect(refusal(TRACK, { path: '/v1/import' })).toBe('unreadable');
  expect(refusal({ batch: [], x: 'x'.repeat(512_000) })).toBe('too-large');
  expect(refusal({ batch: Array.from({ length: 1_001 }, () => 0) }, { path: '/v1/batch' })).toBe('too-large');
});

test('the same bytes are another delivery from another sender, and where pages may say more', () => {
  const idOf = (sending: Sending) =>
    Object(send({ ...IDENTIFY, messageId: 'm1' }, { path: '/v1/identify', ...sending })).id;
  const ids = [{}, { headers: PAGE_KEY }, { headers: PAGE_KEY, with: { pagesMay: 'describe' as const } }].map(idOf);
  expect(new Set(ids).size).toBe(3);
  expect(idOf({ now: LATER })).toBe(ids[0]);
});

test('what a batch says once of all its calls is kept as short texts, and makes none of them large', () => {
  const long = 'x'.repeat(20_000);
  const campaign = { source: 'mail', medium: long, name: { within: long }, ...Object.fromEntries(many('utm')) };
  const batch = Array.from({ length: 100 }, (_, index) => ({ ...TRACK, messageId: `m${index}` }));
  const heard = send({ batch, context: { campaign, page: { title: long } } }, { path: '/v1/batch' });
  expect(eventsOf(heard)[0]?.properties).toMatchObject({ utm_source: 'mail' });
  expect(JSON.stringify(heard).length).toBeLessThan(200_000);
});

test('what is packed is unpacked, no further than it may be large', () => {
  const packed = (body: unknown) => {
    const hook = { headers: new Headers({ ...KEY, 'content-encoding': 'gzip' }), body: gzipSync(JSON.stringify(body)) };
    return events.hear({ ...hook, url: 'https://c.example/hooks/1/v1/track' }, settings, NOW);
  };
  expect(eventsOf(packed(TRACK))).toMatchObject([{ externalId: 'm1' }]);
  expect(packed({ ...TRACK, x: 'x'.repeat(5_000_000) })).toMatchObject({ outcome: 'refused', code: 'too-large' });
});

const IDENTIFY = {
  type: 'identify',
  userId: 'u1',
  anonymousId: 'a1',
  messageId: 'i1',
  traits: { email: 'ann@home.example', consent: { email: true } },
};
const idsOf = (heard: Heard) => madeOf(heard).map((made) => (typeof made === 'string' ? made : made.externalId));

test('a page says who is signed in, and what anybody could say of anybody only where that is wanted', () => {
  const sending = { headers: PAGE_KEY, path: '/v1/batch' };
  const batch = [
    IDENTIFY,
    { type: 'group', userId: 'u1', groupId: 'g1' },
    { type: 'alias', userId: 'u1', previousId: 'u2' },
  ];
  const acts = sendAll(batch, sending);
  expect(idsOf(acts)).toEqual(['u1', '~device:a1', '~link:a1']);
  expect(answerOf(acts).refused.map(({ index }: { index: number }) => index)).toEqual([0, 0, 1, 2]);
  const describes = sendAll(batch, { ...sending, with: { pagesMay: 'describe' } });
  expect(idsOf(describes)).toEqual(['u1', '~device:a1', '~link:a1', '~says:email:u1', '~says:group(g1):u1']);
  expect(answerOf(describes).refused).toMatchObject(
    [{ reason: /consent/ }, { reason: /alias/ }].map(({ reason }) => ({ reason: expect.stringMatching(reason) })),
  );
});

test('an alias joins what a user did before under another id, or without one', () => {
  const alias = { type: 'alias', userId: 'u1', previousId: 'a1' };
  const accounts = madeOf(sendAll([alias])).map(
    (made) => typeof made !== 'string' && made.kind === 'customer' && made.accounts,
  );
  const [user, before, device] = [
    { realm: 'shop.example', id: 'u1' },
    { realm: 'shop.example', id: 'a1' },
    { realm: 'shop.example devices', id: 'a1' },
  ];
  expect(accounts).toEqual([[user], [before], [device], [user, before, device]]);
  expect(answerOf(sendAll([{ type: 'alias', userId: 'u1' }])).refused).toMatchObject([{ index: 0 }]);
});

test('consent is of the address that is stated with it, and without one it is refused', () => {
  expect(madeOf(sendAll([IDENTIFY])).at(-1)).toMatchObject({
    kind: 'consent',
    externalId: '~consent:email:ann@home.example',
    customer: 'u1',
    address: 'ann@home.example',
    state: 'SUBSCRIBED',
    at: NOW,
  });
  const traits = { consent: { sms: false, email: 'perhaps' }, email: 'ann@home.example' };
  const { refused } = answerOf(sendAll([{ ...IDENTIFY, traits }]));
  expect(refused.map(({ reason }: { reason: string }) => reason)).toEqual([
    'address: it does not say of which address: state it in the same call',
    expect.stringContaining('state: '),
  ]);
});

test('what people are is read as clients write it', () => {
  const traits = {
    name: 'Ann Lee',
    birthday: '1990-05-06T00:00:00Z',
    createdAt: 1_700_000_000,
    locale: 'en-GB',
    company: { id: 12, name: 'Tea & Co' },
    address: { street: '1 High St', city: 'York', postalCode: 'YO1', country: 'gb' },
    plan: 'gold',
    toString: 'x',
    scores: { tea: 4, sorts: ['green', 'black'] },
    phone: null,
    avatar: 'https://a.example/ann.png',
  };
  const said = madeOf(send({ ...IDENTIFY, anonymousId: null, traits }, { path: '/v1/identify' })).slice(1);
  const own = ['kind', 'version', 'accounts', 'guest', 'tags'];
  const fields = said.map((made) =>
    Object.fromEntries(
      Object.entries(made).filter(
        ([name, value]) => !own.includes(name) && JSON.stringify(value) !== '[]' && JSON.stringify(value) !== '{}',
      ),
    ),
  );
  expect(fields).toEqual<object[]>([
    { externalId: '~says:name:u1', firstName: 'Ann', lastName: 'Lee' },
    { externalId: '~says:birthday:u1', birthDate: '1990-05-06' },
    { externalId: '~says:createdAt:u1', createdAt: '2023-11-14T22:13:20.000Z' },
    { externalId: '~says:language:u1', language: 'en-GB' },
    { externalId: '~says:company:u1', company: 'Tea & Co', companyIds: ['12'] },
    {
      externalId: '~says:address:u1',
      addresses: [{ address1: '1 High St', city: 'York', postcode: 'YO1', country: 'GB' }],
    },
    { externalId: '~says:trait(plan):u1', attributes: { plan: 'gold' } },
    { externalId: '~says:trait(toString):u1', attributes: { toString: 'x' } },
    { externalId: '~says:trait(scores):u1', attributes: { 'scores.tea': 4, 'scores.sorts': ['green', 'black'] } },
    { externalId: '~says:phone:u1' },
  ]);
});

import {
  type Delivery,
  hmac,
  type Json,
  type JsonObject,
  type MakeWorld,
  type Oddity,
  oddly,
  randomFrom,
  type TrueRecord,
} from '@clientele/connector-kit';
import { instant, instantOfMs, msOfInstant } from '@clientele/model';
import type { EventsSettings } from './settings.js';

const HOUR_MS = 3_600_000;
const WRITE_KEY = 'write-key-of-the-world';
const ADDRESS = 'https://clientele.example/hooks/clients/v1/batch';
/** Calls that are sent together. */
const PAGE_SIZE = 3;
const PEOPLE = 4;

const SETTINGS: EventsSettings = {
  usersOf: 'shop.example',
  writeKeys: [WRITE_KEY],
  pageKeys: ['page-key-of-the-world'],
  pagesMay: 'act',
  channel: 'online_store',
};

/** Names of the spec, and what they are here. */
const ACTS = [
  ['Product Viewed', 'product_viewed'],
  ['Product Added', 'product_added'],
  ['Email Opened', 'message_opened'],
  ['Booked a table', 'custom'],
] as const;

/** Traits by what they are in the record that says them. */
const TRAITS = [
  { what: 'email', field: 'email' },
  { what: 'phone', field: 'phone' },
  { what: 'language', field: 'language' },
  { what: 'trait(plan)', field: 'attributes' },
] as const;
type Trait = (typeof TRAITS)[number];

/** The latest of what was said, whenever it was heard. */
class Latest<Value> {
  readonly #values = new Map<string, { readonly atMs: number; readonly value: Value }>();

  say(key: string, atMs: number, value: Value): void {
    const known = this.#values.get(key);
    if (known === undefined || known.atMs < atMs) this.#values.set(key, { atMs, value });
  }

  entries(): [string, Value][] {
    return [...this.#values].map(([key, { value }]) => [key, value]);
  }
}

/**
 * Clients in memory: servers that tell what people do and who they are, in batches, some of it hours late. What is true
 * is told by a plain fold over what they said: of each trait the latest counts.
 */
export const clientsWorld: MakeWorld<EventsSettings> = async ({ seed, at = instant('2026-05-04T10:00:00.250Z') }) => {
  let nowMs = msOfInstant(at);
  let number = 0;
  const random = randomFrom(seed);
  const among = <Value>(values: readonly Value[]): Value | undefined => values[Math.floor(random() * values.length)];
  const unsent: JsonObject[] = [];
  const events: TrueRecord[] = [];
  const traits = new Latest<{ readonly user: string; readonly trait: Trait; readonly value: string | null }>();
  const devices = new Latest<string>();
  const users = new Set<string>();
  const consents: TrueRecord[] = [];

  const user = (which: number) => `u${1 + (which % PEOPLE)}`;
  const call = (atMs: number, said: JsonObject): string => {
    number += 1;
    const messageId = `m${number}`;
    unsent.push({ ...said, messageId, timestamp: instantOfMs(atMs) });
    return messageId;
  };
  /** Two things that change what is known never happen at one moment. */
  const tick = () => {
    nowMs += 1;
    return nowMs;
  };

  const act = (atMs: number): string => {
    const [event, name] = among(ACTS) ?? ACTS[0];
    const which = Math.floor(random() * PEOPLE);
    const isSignedIn = random() < 0.5;
    const device = `d${which}`;
    const who = isSignedIn ? { userId: user(which) } : { anonymousId: device };
    const id = call(atMs, { type: 'track', event, ...who, properties: { product_id: 'tea', size: { eu: 40 } } });
    const customer = isSignedIn ? user(which) : `~device:${device}`;
    if (isSignedIn) users.add(user(which));
    const fields = {
      name,
      at: instantOfMs(atMs),
      customer,
      product: 'tea',
      properties: { product_id: 'tea', 'size.eu': 40 },
    };
    events.push({ kind: 'event', externalId: id, fields });
    return id;
  };

  const identify = (atMs: number, which: number): string => {
    const userId = user(which);
    users.add(userId);
    const said: Record<string, Json> = {};
    for (const trait of TRAITS.filter(() => random() < 0.5)) {
      const value = random() < 0.2 ? null : `${trait.field}-${number}@home.example`;
      said[trait.what.replace(/^trait\((.*)\)$/, '$1')] = value;
      traits.say(`${trait.what} ${userId}`, atMs, { user: userId, trait, value });
    }
    if (typeof said.email === 'string' && random() < 0.5) {
      said.consent = { email: true };
      const fields = { customer: userId, channel: 'email', address: said.email, state: 'SUBSCRIBED' };
      consents.push({ kind: 'consent', externalId: `~consent:email:${said.email}`, fields });
    }
    // Now and then somebody signs in on a device of somebody else.
    const device = random() < 0.5 ? `d${random() < 0.8 ? which % PEOPLE : 0}` : undefined;
    if (device !== undefined) devices.say(device, atMs, userId);
    call(atMs, { type: 'identify', userId, ...(device !== undefined && { anonymousId: device }), traits: said });
    return userId;
  };

  const accounts = (of: { readonly users?: readonly string[]; readonly devices?: readonly string[] }): Json => [
    ...(of.users ?? []).map((id) => ({ realm: SETTINGS.usersOf, id })),
    ...(of.devices ?? []).map((id) => ({ realm: `${SETTINGS.usersOf} devices`, id })),
  ];
  const customer = (externalId: string, fields: TrueRecord['fields'] = {}): TrueRecord => ({
    kind: 'customer',
    externalId,
    fields,
  });

  return {
    name: 'clients in memory',
    settings: SETTINGS,
    pageSize: PAGE_SIZE,
    covers: ['event', 'customer', 'consent'],
    fetch: async () => new Response('nobody is asked here', { status: 404 }),
    now: () => instantOfMs(nowMs),
    async sleep(ms) {
      nowMs += ms;
    },
    truth: async () => [
      ...events,
      ...consents,
      ...[...users].map((id) => customer(id, { accounts: accounts({ users: [id] }) })),
      ...devices
        .entries()
        .flatMap(([device, of]) => [
          customer(`~device:${device}`, { accounts: accounts({ devices: [device] }) }),
          customer(`~link:${device}`, { accounts: accounts({ users: [of], devices: [device] }) }),
        ]),
      ...traits.entries().map(([, { user: of, trait, value }]) => {
        const said = trait.field === 'attributes' ? (value === null ? {} : { plan: value }) : value;
        const fields = { [trait.field]: said, accounts: accounts({ users: [of] }) };
        return customer(`~says:${encodeURIComponent(trait.what)}:${of}`, fields);
      }),
    ],
    async seed(count) {
      for (let index = 0; index < count; index += 1) {
        if (random() < 0.4) identify(tick(), index);
        else act(tick());
      }
    },
    place: async () => act(tick()),
    touch: async (which) => identify(tick(), which),
    async tie(count) {
      const atMs = tick();
      for (let index = 0; index < count; index += 1) act(atMs);
    },
    late: async (hours) => (random() < 0.5 ? act(tick() - hours * HOUR_MS) : identify(tick() - hours * HOUR_MS, hours)),
    async deliveries() {
      const sent: Delivery[] = [];
      while (unsent.length > 0) sent.push(deliveryOf(unsent.splice(0, PAGE_SIZE), nowMs));
      return sent;
    },
    async odd(which, oddity: Oddity) {
      // Where one of a user cannot be read, whether the user is known hangs on what else they did.
      const acts = unsent.filter(({ type, userId }) => type === 'track' && userId === undefined);
      const chosen = acts[which % Math.max(1, acts.length)];
      if (chosen === undefined) return undefined;
      const odd = oddly(chosen, oddity, ['messageId']);
      unsent.splice(unsent.indexOf(chosen), 1, Object(odd));
      return String(chosen.messageId);
    },
  };
};

function deliveryOf(batch: readonly JsonObject[], sentMs: number): Delivery {
  const body = new TextEncoder().encode(JSON.stringify({ batch, sentAt: instantOfMs(sentMs) }));
  const headers = new Headers({ 'x-signature': hmac('sha256', WRITE_KEY, [body], 'hex') });
  const hook = { headers, body, url: ADDRESS };
  return { hook, isPing: false, signedHeaders: ['x-signature'], signsUrl: false, expires: false };
}

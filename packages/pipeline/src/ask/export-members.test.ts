import {
  CONSENT_STATES,
  type ConsentState,
  instant,
  instantOfMs,
  msOfInstant,
  type RecordInput,
  type Shop,
} from '@clientele/model';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingest } from '../ingest.js';
import type { Parts } from '../parts.js';
import { customer, items, newShop, openStores, order, partsOf, type Stores } from '../street.fixture.js';
import { advance } from '../street.js';
import { type ExportedMember, type ExportOptions, exportMembers } from './export-members.js';
import { members } from './members.js';

const T1 = '2024-05-21T00:00:00Z';
const T2 = '2024-05-22T00:00:00Z';

let stores: Stores;
let parts: Parts;
beforeAll(async () => {
  stores = await openStores();
  parts = partsOf(stores);
});
afterAll(() => stores.close());

async function shopWith(id: string, said: Readonly<Record<string, readonly RecordInput[]>>): Promise<Shop> {
  const shop = await newShop(stores, id);
  for (const [connection, records] of Object.entries(said)) {
    await ingest(parts, shop, { connection, source: id, fingerprint: connection, retry: {} }, items(records));
  }
  await advance(parts, shop);
  return shop;
}

let consents = 0;
/** Of a customer record, or of an address alone. */
function consent(of: string | undefined, address: string, state: ConsentState, updatedAt = T1): RecordInput {
  consents += 1;
  const channel = address.includes('@') ? 'email' : 'sms';
  const said = {
    kind: 'consent',
    externalId: `c${consents}`,
    version: { updatedAt },
    channel,
    address,
    state,
  } as const;
  return { ...said, at: updatedAt, ...(of === undefined ? {} : { customer: of }) };
}

async function exported(shop: Shop, options: Partial<ExportOptions> = {}) {
  const members: ExportedMember[] = [];
  const take = async (some: readonly ExportedMember[]) => {
    members.push(...some);
  };
  const found = await exportMembers(parts, shop, 'number_of_orders >= 0', { by: 'test', take, ...options });
  if (found.outcome === 'invalid') throw new Error(JSON.stringify(found.errors));
  const reasons = Object.entries(found.excluded).filter(([, count]) => count > 0);
  return { members, exported: found.exported, excluded: Object.fromEntries(reasons) };
}

describe('members taken out of the shop', () => {
  it('have the addresses and the name of the newest record that has them', async () => {
    const shop = await shopWith('names', {
      web: [customer('ann', T1, { email: ' Ann@home.test', firstName: 'Ann', lastName: 'Lee' }), order('w', T1)],
      till: [customer('t1', T2, { email: 'ann@home.test', phone: '020 7946 0018', addresses: [{ country: 'GB' }] })],
    });
    expect(await exported(shop)).toEqual({
      members: [
        { profile: expect.stringMatching(/^p_/), email: 'ann@home.test', phone: '+442079460018', name: 'Ann Lee' },
      ],
      exported: 1,
      excluded: {},
    });
  });

  it('are not written to at a number of which a source says so without the code of its country', async () => {
    const phone = (externalId: string, number: string) =>
      customer(externalId, T1, { phone: number, addresses: [{ country: 'GB' }] });
    const shop = await shopWith('national', {
      web: [
        ...[phone('no', '020 7946 0031'), consent('no', '+442079460031', 'SUBSCRIBED')],
        ...[phone('yes', '020 7946 0032'), consent('yes', '+442079460032', 'SUBSCRIBED')],
        ...[phone('unsaid', '020 7946 0033'), consent(undefined, '02079460033', 'SUBSCRIBED')],
      ],
      till: [consent(undefined, '020 7946-0031', 'UNSUBSCRIBED')],
    });
    const { members, excluded } = await exported(shop, { channel: 'sms' });
    expect(members).toMatchObject([{ phone: '+442079460032' }]);
    expect(excluded).toEqual({ unsubscribed: 1, noConsent: 1 });
  });

  it('are not written to at an address of whose mailbox a source says so in another spelling', async () => {
    const shop = await shopWith('mailbox', {
      web: [
        ...[customer('no', T1, { email: 'annlee@gmail.com' }), consent('no', 'annlee@gmail.com', 'SUBSCRIBED', T2)],
        ...[customer('tag', T1, { email: 'b.ob+a@gmail.com' }), consent('tag', 'b.ob+a@gmail.com', 'SUBSCRIBED', T2)],
        ...[customer('yes', T1, { email: 'c.yd@gmail.com' }), consent('yes', 'c.yd@gmail.com', 'SUBSCRIBED')],
        ...[customer('unsaid', T1, { email: 'dee@gmail.com' }), consent(undefined, 'd.ee@gmail.com', 'SUBSCRIBED')],
        ...[customer('other', T1, { email: 'e.ve@home.test' }), consent('other', 'e.ve@home.test', 'SUBSCRIBED')],
      ],
      till: [
        consent(undefined, 'Ann.Lee+news@googlemail.com', 'UNSUBSCRIBED'),
        consent(undefined, 'bob@gmail.com', 'UNSUBSCRIBED'),
        consent(undefined, 'cyd@gmail.com', 'SUBSCRIBED'),
        consent(undefined, 'eve@home.test', 'UNSUBSCRIBED'),
      ],
    });
    const { members, excluded } = await exported(shop, { channel: 'email' });
    expect(members.map(({ email }) => email).sort()).toEqual(['c.yd@gmail.com', 'e.ve@home.test']);
    expect(excluded).toEqual({ unsubscribed: 2, noConsent: 1 });
  });

  it('may be written to only at an address of which a source says so, and none the contrary', async () => {
    const shop = await shopWith('consents', {
      web: [
        customer('wants', T1, { email: 'Wants@home.test' }),
        consent('wants', 'wants@home.test', 'NOT_SUBSCRIBED', T1),
        consent('wants', 'wants@home.test', 'SUBSCRIBED', T2),
        customer('left', T1, { email: 'left@home.test' }),
        consent('left', 'left@home.test', 'SUBSCRIBED', T2),
        customer('never', T1, { email: 'never@home.test' }),
        consent('never', 'somebody-else@home.test', 'SUBSCRIBED'),
        customer('nowhere', T1, { phone: '+44 20 7946 0018' }),
        customer('waits', T1, { email: 'waits@home.test' }),
        consent('waits', 'waits@home.test', 'PENDING'),
        customer('listed', T1, { email: 'listed@home.test' }),
        customer('blocked', T1, { email: 'blocked@home.test' }),
        consent('blocked', 'blocked@home.test', 'SUBSCRIBED', T2),
      ],
      till: [
        consent(undefined, 'LISTED@home.test', 'SUBSCRIBED'),
        // What nobody's record names blocks the address all the same, as does an older word of another source.
        consent(undefined, 'blocked@home.test', 'UNSUBSCRIBED'),
        customer('t-left', T1, { email: 'left@home.test' }),
        consent('t-left', 'left@home.test', 'UNSUBSCRIBED', T1),
      ],
    });
    const found = await exported(shop, { channel: 'email' });
    expect(found.members.map(({ email }) => email).sort()).toEqual(['Wants@home.test', 'listed@home.test']);
    expect(found.excluded).toEqual({ unsubscribed: 2, noConsent: 1, noAddress: 1, pending: 1 });
    expect(found.exported).toBe(2);
  });

  it('give no consent of one address to another when they are joined, and no address of another channel', async () => {
    const joined = { phone: '+44 20 7946 0018' };
    const shop = await shopWith('joined', {
      web: [
        customer('ann', T1, { ...joined, email: 'old@home.test' }),
        consent('ann', 'old@home.test', 'SUBSCRIBED'),
        consent('ann', '+44 (20) 7946-0018', 'UNSUBSCRIBED'),
      ],
      till: [customer('t1', T2, { ...joined, email: 'new@home.test' })],
    });
    expect((await exported(shop, { channel: 'email' })).members).toMatchObject([
      { email: 'old@home.test', phone: null },
    ]);
    expect(await exported(shop, { channel: 'sms' })).toMatchObject({ members: [], excluded: { unsubscribed: 1 } });
  });

  it('stand in a file once an address, at another of theirs where it is given already', async () => {
    const desk = { email: 'office@home.test' };
    const yes = (...addresses: string[]) => addresses.map((address) => consent(undefined, address, 'SUBSCRIBED'));
    const shop = await shopWith('shared', {
      web: [
        customer('a', T1, { ...desk, firstName: 'Ann', lastName: 'Lee' }),
        customer('b', T1, { ...desk, firstName: 'Bo', lastName: 'Lind' }),
        customer('c', T2, { ...desk, firstName: 'Cy', lastName: 'Moor', accounts: [{ realm: 'r', id: 'c' }] }),
        ...yes('office@home.test', 'cy@home.test'),
      ],
      till: [customer('c2', T1, { email: 'cy@home.test', accounts: [{ realm: 'r', id: 'c' }] })],
    });
    const { members, excluded } = await exported(shop, { channel: 'email' });
    expect(members).toMatchObject([
      { name: 'Ann Lee', email: 'office@home.test' },
      { name: 'Cy Moor', email: 'cy@home.test' },
    ]);
    expect(excluded).toEqual({ sameAddress: 1 });
    expect((await exported(shop)).members).toHaveLength(3);
  });

  it('are all accounted for, each as the consents of a random shop say', { timeout: 120_000 }, async () => {
    const numbers = fc.sample(fc.nat(1_000_000), { seed: 7, numRuns: 4_000 });
    const pick = <T>(of: readonly T[]): T => of[(numbers.pop() ?? 0) % of.length]!;
    const address = () =>
      `${pick(['info', 'office', 'team', 'ann', 'bo', 'cy', 'di', 'ed'])}@${pick(['a.test', 'b.test'])}`;
    const version = (n: number) => instantOfMs(msOfInstant(instant(T1)) + n * 1_000);
    const said = ['web', 'till'].map((connection) => ({
      connection,
      customers: Array.from({ length: 60 }, (_, n) =>
        customer(`${connection}-${n}`, version(n), {
          firstName: pick(['Ann', 'Bo', 'Cy', 'Di', 'Ed']),
          lastName: pick(['Lee', 'Lind', 'Moor']),
          ...(pick([1, 1, 1, 0]) === 1 && {
            email: pick([(text: string) => text, (text: string) => text.toUpperCase()])(address()),
          }),
        }),
      ),
      consents: Array.from({ length: 25 }, (_, n) => ({
        ...consent(undefined, address(), pick(['SUBSCRIBED', 'SUBSCRIBED', ...CONSENT_STATES])),
        version: { updatedAt: version(n) },
      })),
    }));
    const shop = await shopWith(
      'random',
      Object.fromEntries(
        said.map(({ connection, customers, consents: spoken }) => [connection, [...customers, ...spoken]]),
      ),
    );
    const everybody = await members(parts, shop, 'number_of_orders >= 0', { limit: 1_000 });
    if (everybody.outcome !== 'listed') throw new Error(everybody.outcome);

    const saidOf = (asked: string) =>
      said.flatMap(({ consents: spoken }) =>
        spoken.flatMap((each) => (each.kind === 'consent' && each.address === asked ? each.state : [])).slice(-1),
      );
    const emails = new Map(
      said.flatMap(({ customers }) =>
        customers.flatMap((each) => ('email' in each ? [[each.externalId, each.email]] : [])),
      ),
    );
    const taken = new Set<string>();
    const outcomes = everybody.members.map(({ records }) => {
      const newest = records.toSorted((a, b) => {
        const place = ({ externalId }: { externalId: string }) => Number(externalId.split('-')[1]);
        return place(b) - place(a) || (a.connection < b.connection ? 1 : -1);
      });
      const mine = newest.flatMap(({ externalId }) => emails.get(externalId) ?? []);
      const states = mine.flatMap((each) => saidOf(each.toLowerCase()));
      const allowed = mine.filter((each) => {
        const about = saidOf(each.toLowerCase());
        return about.includes('SUBSCRIBED') && !about.includes('UNSUBSCRIBED');
      });
      const free = allowed.find((each) => !taken.has(each.toLowerCase()));
      if (free !== undefined) taken.add(free.toLowerCase());
      if (mine.length === 0) return 'noAddress';
      if (allowed.length > 0) return free ?? 'sameAddress';
      const worst = [
        ['UNSUBSCRIBED', 'unsubscribed'],
        ['PENDING', 'pending'],
        ['INVALID', 'invalid'],
        ['NOT_SUBSCRIBED', 'notSubscribed'],
        ['REDACTED', 'redacted'],
      ].find(([state = '']) => states.includes(state as ConsentState));
      return worst?.[1] ?? 'noConsent';
    });
    const found = await exported(shop, { channel: 'email' });
    const tally: Record<string, number> = {};
    for (const outcome of outcomes) if (!outcome.includes('@')) tally[outcome] = (tally[outcome] ?? 0) + 1;
    expect(found.members.map(({ email }) => email)).toEqual(outcomes.filter((outcome) => outcome.includes('@')));
    expect(found.excluded).toEqual(tally);
    expect(Object.keys(tally).length).toBeGreaterThan(5);
  });

  it('are those of the beginning, also where members come and go meanwhile', async () => {
    const shop = await shopWith('meanwhile', {
      web: ['ann', 'bob', 'cyd', 'dan'].map((name) => customer(name, T1, { email: `${name}@home.test` })),
    });
    const taken: string[] = [];
    const take = async (some: readonly ExportedMember[]) => {
      if (taken.length === 0 && some.length > 0) {
        const said: RecordInput[] = [
          order('w', T2, { customer: 'bob' }),
          { kind: 'deletion', of: 'customer', externalId: 'cyd', version: { updatedAt: T2 } },
        ];
        await ingest(parts, shop, { connection: 'web', source: 'meanwhile', fingerprint: '2', retry: {} }, items(said));
        await advance(parts, shop);
      }
      taken.push(...some.flatMap(({ email }) => email ?? []));
    };
    const found = await exportMembers(parts, shop, 'number_of_orders = 0', { by: 'test', take }, 1);
    expect(found).toMatchObject({ exported: 3 });
    expect(taken).toEqual(['ann@home.test', 'bob@home.test', 'dan@home.test']);
  });

  it('leave a trace before they leave and after, and none where they are only counted', async () => {
    const shop = await shopWith('trace', { web: [customer('ann', T1)] });
    const entries = () => stores.ledger.auditLog.list(shop.id, { limit: 9 });
    const query = 'number_of_orders >= 0';
    expect(await exportMembers(parts, shop, query, { by: 'test' })).toMatchObject({ exported: 1 });
    expect(await entries()).toEqual([]);
    let before: string[] = [];
    const take = async () => {
      before = (await entries()).map(({ what }) => what);
    };
    await exportMembers(parts, shop, query, { by: 'test', take, channel: 'email' });
    expect(before).toEqual(['members.exported']);
    expect(await entries()).toMatchObject([
      { who: 'test', what: 'members.export-ended', subject: 'query', detail: 'for email: 0 handed over, 1 left out' },
      { who: 'test', what: 'members.exported', subject: 'query', detail: 'for email' },
    ]);
    const full = () => Promise.reject(new Error('the disk is full'));
    await expect(exportMembers(parts, shop, query, { by: 'test', take: full })).rejects.toThrow('disk');
    expect((await entries()).slice(0, 2)).toMatchObject([
      { what: 'members.export-broke-off', detail: 'for another use: 0 handed over' },
      { what: 'members.exported', detail: 'for another use' },
    ]);
  });
});

import type { ProfileId, ShopId } from '@clientele/model';
import { expect, test } from 'vitest';
import { LATER, ledgerOn, NOW, onEveryStore, withTwoShops } from '../../testing/stores.js';
import type { JsonValue } from '../json.js';
import type { Ledger } from '../ledger.js';
import type { ErasedPerson } from './personal-data.js';
import type { PulledRecord } from './pulled-pages.js';

const [ANN, BOB, ANNS] = ['p_ann', 'p_bob', 'p_anns'] as ProfileId[];

const PERSON: ErasedPerson = {
  records: [
    { connection: 'till', kind: 'customer', externalId: 'a_n%n' },
    { connection: 'till', kind: 'order', externalId: 'o1' },
  ],
  profiles: [ANN as ProfileId],
  isNamedIn: (_, body) => body.includes('ann@home.example'),
  without: (_, heard) => (JSON.stringify(heard).includes('ann@home.example') ? { objects: [] } : heard),
};

onEveryStore('what is kept of people', (store) => {
  test('goes with the person, in the shop that is meant, and nothing else does', async () => {
    const ledger = await ledgerOn(store);
    const shops = await withTwoShops(ledger);
    for (const shop of shops) await fill(ledger, shop);
    const [mine, other] = shops;
    const before = [await kept(ledger, mine), await kept(ledger, other)];
    expect(before[0]).toEqual(before[1]);

    for (const _ of [1, 2]) await ledger.personalData.erase(mine, PERSON);
    await ledger.personalData.overwrite();
    expect(await kept(ledger, other)).toEqual(before[1]);
    expect(await kept(ledger, mine)).toEqual({
      pulled: ['bob: customer bob', 'o1: order o1'],
      counts: [['things', 2]],
      written: ['bob'],
      refused: ['line 2'],
      heard: [{ objects: [] }, { objects: ['bob@home.example'] }],
      redirects: [[ANNS], [BOB]],
    });
  });

  test('goes with the whole shop, and the requests of it are done', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    await fill(ledger, mine);
    await fill(ledger, other);
    const before = await kept(ledger, other);
    const request = { connection: 'till', request: 'r', what: 'erase-shop', about: { customer: null } } as const;
    await ledger.complianceRequests.keep(mine, { ...request, receivedAt: NOW, dueAt: LATER });
    await ledger.personalData.eraseShop(mine, LATER);
    expect(await ledger.shops.get(mine)).toBeUndefined();
    expect(await ledger.complianceRequests.list(mine)).toMatchObject([{ doneAt: LATER, about: null }]);
    expect(await kept(ledger, other)).toEqual(before);
  });
});

async function fill(ledger: Ledger, shop: ShopId): Promise<void> {
  const known = (object: string, kind: PulledRecord['kind'], externalId: string): PulledRecord => ({
    ...{ stream: 'things', object, kind, externalId, digest: 'd' },
    ...{ said: { updatedAt: NOW, tiebreak: 0 }, given: { updatedAt: NOW, tiebreak: 0 } },
  });
  await ledger.pulledPages.keep(
    shop,
    'till',
    {
      ...{ stream: 'things', items: [], refused: [], sweep: 1, seen: ['o1', 'a_n%n', 'bob'] },
      accepted: { fingerprint: 'f', source: 's', places: [] },
      known: [
        known('o1', 'order', 'o1'),
        known('o1', 'customer', 'a_n%n'),
        known('a_n%n', 'customer', 'a_n%n'),
        known('bob', 'customer', 'bob'),
      ],
    },
    NOW,
  );
  const created = await ledger.segments.create(shop, { name: 'vip', query: 'number_of_orders > 1' }, 'me', NOW);
  if (created.outcome !== 'created') throw new Error(created.outcome);
  const draft = { segment: created.segment.id, connection: 'till', what: 'tag', name: 'vip' } as const;
  const { writeBack } = await ledger.writeBacks.create(shop, { ...draft, withoutHoldOut: false, by: 'me' }, NOW);
  for (const customer of ['a_n%n', 'bob']) {
    await ledger.writeBacks.keep(shop, writeBack.number, { customer, state: 'there', restored: 0 });
  }
  const whole = { state: 'there', id: '1', query: 'number_of_orders > 1', stands: null, restored: 0 } as const;
  await ledger.writeBacks.keepWhole(shop, writeBack.number, whole);
  const row = { connection: 'till', fingerprint: 'f', source: 's', reason: 'no', retry: {} };
  await ledger.refused.add(
    shop,
    [
      { ...row, place: 'line 1', body: 'ann@home.example' },
      { ...row, place: 'line 2', body: 'bob@home.example' },
      { ...row, place: 'things a_n%n', body: '{}' },
    ],
    NOW,
  );
  for (const who of ['ann', 'bob']) {
    const heard: JsonValue = { objects: [`${who}@home.example`] };
    await ledger.inbox.append({ shop, connection: 'till', id: who, receivedAt: NOW, heard });
  }
  const redirects = [{ from: ANNS as ProfileId, into: ANN as ProfileId }];
  await ledger.profileRedirects.add(shop, redirects, NOW);
}

/** Everything that was filled in, as a caller sees it. */
async function kept(ledger: Ledger, shop: ShopId) {
  const objects = await ledger.pulledPages.known(shop, 'till', 'things', ['o1', 'a_n%n', 'bob']);
  const [writeBack] = await ledger.writeBacks.list(shop);
  const resolved = await ledger.profileRedirects.resolve(shop, [ANNS as ProfileId, BOB as ProfileId]);
  return {
    pulled: objects.map(({ object, kind, externalId }) => `${object}: ${kind} ${externalId}`).sort(),
    counts: [...(await ledger.pulledPages.counts(shop, 'till'))],
    written: (await ledger.writeBacks.customers(shop, writeBack?.number ?? 0)).map(({ customer }) => customer),
    refused: (await ledger.refused.list(shop, { limit: 9 })).map(({ place }) => place),
    heard: (await ledger.inbox.waiting(shop, 'till', { limit: 9 })).map(({ heard }) => heard),
    redirects: [...resolved.values()],
  };
}

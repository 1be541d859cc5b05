import { randomFrom } from '@clientele/connector-kit';
import type { WriteBack } from '@clientele/ledger';
import { type Shop } from '@clientele/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { saveSegment } from '../ask/segments.js';
import { dyingAtNote } from '../crashing-parts.fixture.js';
import { setHoldOut } from '../hold-out.js';
import type { Parts } from '../parts.js';
import { connectedShop, processOf } from '../pull/pull.fixture.js';
import { openStores, partsOf, type Stores } from '../street.fixture.js';
import { advance } from '../street.js';
import { aTaggedPlatform, taggingConnector } from './tagged-platform.fixture.js';
import { WrittenSegments } from './written-segments.js';

type Platform = ReturnType<typeof aTaggedPlatform>;
const TAG = 'regulars';
const DAY_MS = 86_400_000;

let stores: Stores;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

it('keeps a tag on exactly the members, and asks nothing where nothing changed', async () => {
  const { shop, platform, written, number } = await keptShop('kept', 11);
  expect(await written.plan(shop, await draftOf(shop))).toMatchObject({ outcome: 'planned', remove: 0 });
  expect(await written.due(shop)).toEqual([number]);
  const first = await written.run(shop, number);
  expect(first).toMatchObject({ outcome: 'done', removed: 0, theirs: 0 });
  expect(platform.tagged(TAG)).toEqual(await membersOf(shop, platform));
  expect(platform.tagged(TAG).length).toBeGreaterThan(1);
  const writings = platform.writings();
  expect(await written.run(shop, number)).toEqual({ ...NOTHING, outcome: 'done', sentence: null });
  expect(platform.writings()).toBe(writings);
  expect(await written.due(shop)).toEqual([]);
  await save(shop, EVERYBODY);
  await written.run(shop, number);
  expect(platform.tagged(TAG)).toEqual(await membersOf(shop, platform));
  await save(shop, NOBODY);
  expect(await written.plan(shop, await draftOf(shop))).toMatchObject({ members: 0, add: 0 });
  expect(await written.run(shop, number)).toMatchObject({ outcome: 'done', added: 0 });
  expect(platform.tagged(TAG)).toEqual([]);
});

it('is equal to the segment in the end while the merchant edits, and touches nothing of theirs', async () => {
  const { shop, platform, written, number } = await keptShop('edited', 12);
  const customers = platform.shop.listed('customer').map(({ id }) => id);
  const [before = '', ...others] = customers;
  platform.tagsOf(before).add(TAG);
  const random = randomFrom(12);
  const theirs = new Map<string, string>();
  platform.hooks.after = (writing) => {
    const id = others[Math.floor(random() * others.length)] ?? '';
    if (random() < 0.5) platform.tagsOf(id).delete(TAG);
    platform.tagsOf(id).add(`own-${writing}`);
    theirs.set(`own-${writing}`, id);
  };
  for (const query of [EVERYBODY, NOBODY, EVERYBODY]) {
    await save(shop, query);
    await written.run(shop, number);
  }
  platform.hooks.after = () => {};
  // The first look puts back what was taken off meanwhile.
  expect(await written.run(shop, number, { looks: true })).toMatchObject({ outcome: 'done' });
  expect(platform.tagged(TAG)).toEqual(await membersOf(shop, platform));
  const writings = platform.writings();
  await written.run(shop, number);
  expect(platform.writings()).toBe(writings);
  await written.takeBack(shop, number, { leave: false, by: 'me' });
  expect(await written.run(shop, number)).toMatchObject({ outcome: 'done' });
  expect(platform.tagged(TAG)).toEqual([before]);
  for (const [tag, id] of theirs) expect(platform.tagsOf(id)).toContain(tag);
  expect(await stores.ledger.writeBacks.list(shop.id)).toEqual([]);
});

it('puts back once what somebody takes off, then leaves it to them', async () => {
  const { shop, platform, written, number } = await keptShop('off', 13);
  await written.run(shop, number);
  const [one = ''] = platform.tagged(TAG);
  for (const restored of [1, 0]) {
    platform.tagsOf(one).delete(TAG);
    // Once a day it is looked, also where nobody asks for it.
    platform.shop.passTo(platform.shop.nowMs + DAY_MS);
    expect(await written.run(shop, number)).toMatchObject({ outcome: 'done', restored });
    expect(platform.tagsOf(one).has(TAG)).toBe(restored === 1);
  }
});

it('goes on after a crash at whatever it notes, and forgets nothing that it wrote', async () => {
  const { shop, platform, number } = await keptShop('crashed', 14);
  const [before = ''] = platform.shop.listed('customer').map(({ id }) => id);
  platform.tagsOf(before).add(TAG);
  for (let notes = 1; notes <= 9; notes += 1) {
    for (const query of [EVERYBODY, NOBODY]) {
      await save(shop, query);
      const crashing = processOn(dyingAtNote(partsOf(stores), notes, ['keep', 'drop']), platform);
      await expect(crashing.run(shop, number)).rejects.toThrow('crashed');
      expect(await processOn(partsOf(stores), platform).run(shop, number)).toMatchObject({ outcome: 'done' });
      const members = await membersOf(shop, platform);
      expect(platform.tagged(TAG)).toEqual(members.length === 0 ? [before] : members);
    }
  }
});

it('leaves people alone, stops and goes on, and says why it cannot', async () => {
  const { shop, platform, written, number } = await keptShop('said', 15);
  await save(shop, EVERYBODY);
  await setHoldOut(at(platform), shop, { percent: '100', reason: '' }, 'me');
  const draft = await draftOf(shop);
  expect(await written.plan(shop, { ...draft, withoutHoldOut: true })).toMatchObject({ members: 0, add: 0 });
  const stopped = new AbortController();
  platform.hooks.after = (writings) => writings === 2 && stopped.abort();
  expect(await written.run(shop, number, { signal: stopped.signal })).toMatchObject({ outcome: 'stopped', added: 2 });
  expect(await written.due(shop)).toEqual([number]);
  expect(await written.run(shop, number)).toMatchObject({ outcome: 'done' });
  expect(platform.tagged(TAG)).toEqual(await membersOf(shop, platform));
  const another = await saveSegment(at(platform), shop, { name: 'others', query: EVERYBODY }, 'me');
  if (!('segment' in another) || another.segment === undefined) throw new Error('not saved');
  expect(await written.create(shop, { ...draft, segment: another.segment.id })).toMatchObject({
    code: 'write-back.taken',
    message: expect.stringContaining(TAG),
  });
  expect(await written.create(shop, { ...draft, connection: 'web' })).toMatchObject({ code: 'write-back.unwritable' });
  expect(await written.run(shop, 99)).toMatchObject({ code: 'write-back.not-found' });
  await stores.ledger.segments.delete(shop.id, [TAG], platform.world.now());
  expect(await written.run(shop, number)).toMatchObject({ outcome: 'failed', sentence: 'the segment was deleted' });
  await written.takeBack(shop, number, { leave: true, by: 'me' });
  expect(await stores.ledger.writeBacks.list(shop.id)).toEqual([]);
  expect(platform.tagged(TAG).length).toBeGreaterThan(0);
});

const EVERYBODY = 'number_of_orders >= 0';
const NOBODY = 'number_of_orders > 1000';
const NOTHING = { added: 0, removed: 0, restored: 0, theirs: 0, gone: 0, whole: null };

/** A shop that was pulled, with a segment that is to be kept on its platform. */
async function keptShop(id: string, seed: number) {
  const platform = aTaggedPlatform(seed);
  platform.shop.seed(14);
  const shop = await connectedShop(stores, id, platform, {}, taggingConnector);
  const { connections } = processOf(at(platform), platform, undefined, taggingConnector);
  await connections.sync(shop, 'platform');
  await advance(at(platform), shop);
  await save(shop, 'number_of_orders >= 1');
  const written = processOn(at(platform), platform);
  const made = await written.create(shop, await draftOf(shop));
  if (made.outcome === 'refused') throw new Error(made.message);
  return { shop, platform, written, number: made.writeBack.number };
}

/** The stores, at the platform's time. */
function at({ world }: Platform): Parts {
  return { ...partsOf(stores), clock: () => world.now() };
}

function processOn(parts: Parts, platform: Platform): WrittenSegments {
  const own = { ...parts, clock: () => platform.world.now() };
  return new WrittenSegments(own, processOf(own, platform, undefined, taggingConnector).connections);
}

async function save(shop: Shop, query: string): Promise<void> {
  await saveSegment(partsOf(stores), shop, { name: TAG, query }, 'me');
}

async function draftOf(shop: Shop): Promise<Parameters<WrittenSegments['create']>[1]> {
  const segment = (await stores.ledger.segments.list(shop.id)).find(({ handle }) => handle === TAG);
  if (segment === undefined) throw new Error('there is no segment');
  const place: Pick<WriteBack, 'connection' | 'what' | 'name'> = { connection: 'platform', what: 'tag', name: TAG };
  return { ...place, segment: segment.id, withoutHoldOut: false, by: 'me' };
}

/** The customers of the platform whose profiles are members, worked out from what the platform has. */
async function membersOf(shop: Shop, platform: Platform): Promise<string[]> {
  const [{ query } = { query: '' }] = (await stores.ledger.segments.list(shop.id)).filter(
    ({ handle }) => handle === TAG,
  );
  const least = Number(query.split(' ').at(-1)) + (query.includes('>=') ? 0 : 1);
  const orders = platform.shop.listed('order').flatMap((order) => (order.kind === 'order' ? [order] : []));
  return platform.shop
    .listed('customer')
    .map(({ id }) => id)
    .filter((id) => orders.filter(({ customer, isPaid }) => customer === id && isPaid).length >= least)
    .sort();
}

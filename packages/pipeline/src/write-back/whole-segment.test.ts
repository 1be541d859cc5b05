import type { Shop } from '@clientele/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createList } from '../ask/change-lists.js';
import { saveSegment } from '../ask/segments.js';
import { dyingAtNote } from '../crashing-parts.fixture.js';
import type { Parts } from '../parts.js';
import { connectedShop, processOf } from '../pull/pull.fixture.js';
import { openStores, partsOf, type Stores } from '../street.fixture.js';
import { advance } from '../street.js';
import { aSegmentedPlatform, segmentingConnector } from './segmented-platform.fixture.js';
import { WrittenSegments } from './written-segments.js';

type Platform = ReturnType<typeof aSegmentedPlatform>;
const DAY_MS = 86_400_000;
const NAME = 'regulars';
const [SOME, MORE, MOST] = ['number_of_orders >= 1', 'number_of_orders >= 2', 'number_of_orders >= 3'];

let stores: Stores;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

it('is made by its query, follows it, and asks nothing where nothing changed', async () => {
  const { shop, platform, written, number } = await keptShop('made', 31);
  expect(await written.run(shop, number)).toMatchObject({ outcome: 'done', whole: 'made', added: 0 });
  expect(platform.there()).toEqual([[NAME, SOME]]);
  platform.asked.length = 0;
  expect(await written.run(shop, number)).toMatchObject({ outcome: 'done', whole: 'unchanged' });
  expect(platform.asked).toEqual([]);
  await save(shop, MORE);
  expect(await written.plan(shop, await draftOf(shop))).toMatchObject({ whole: { act: 'change', query: MORE } });
  expect(await written.run(shop, number)).toMatchObject({ whole: 'changed' });
  expect(platform.there()).toEqual([[NAME, MORE]]);
  await written.takeBack(shop, number, { leave: false, by: 'me' });
  expect(await written.run(shop, number)).toMatchObject({ outcome: 'done', whole: 'removed' });
  expect(platform.there()).toEqual([]);
  expect(await stores.ledger.writeBacks.list(shop.id)).toEqual([]);
});

it('has the segments that it refers to written out, and follows them too', async () => {
  const { shop, platform, written, number } = await keptShop('referring', 41);
  const saved = (name: string, query: string) => saveSegment(partsOf(stores), shop, { name, query }, 'me');
  await saved('some', MOST);
  await saved('others', "NOT in_segment('some')");
  await save(shop, "in_segment('others') OR customer_tags CONTAINS 'vip'");
  expect(await written.run(shop, number)).toMatchObject({ whole: 'made' });
  const query = "number_of_orders < 3 OR customer_tags CONTAINS 'vip'";
  expect(platform.there()).toEqual([[NAME, query]]);
  await saved('some', MORE);
  expect(await written.run(shop, number)).toMatchObject({ whole: 'changed' });
  expect(platform.there()).toEqual([[NAME, query.replace('3', '2')]]);
  // References that double each time end somewhere.
  await saved('doubled-0', "in_segment('some') AND in_segment('others')");
  for (let n = 1; n < 12; n += 1) {
    await saved(`doubled-${n}`, `in_segment('doubled-${n - 1}') AND in_segment('doubled-${n - 1}')`);
  }
  await save(shop, "in_segment('doubled-11')");
  expect(await written.plan(shop, await draftOf(shop))).toMatchObject({ code: 'write-back.unwritable' });
});

it('says beforehand what would be written, and whom it would find there and here', async () => {
  const { shop, platform, written } = await unkeptShop('planned', 32);
  const planned = await written.plan(shop, await draftOf(shop));
  expect(planned).toMatchObject({ outcome: 'planned', add: 0, whole: { query: SOME, act: 'make', there: 7 } });
  expect(planned).toHaveProperty('whole.remarks', [expect.stringContaining('its own customers')]);
  expect(platform.there()).toEqual([]);
  await save(shop, "rfm_group = 'LOYAL'");
  expect(await written.plan(shop, await draftOf(shop))).toHaveProperty('whole.remarks', [
    expect.any(String),
    '`rfm_group` is what the platform makes of it.',
  ]);
});

it('is put back once where the merchant changed it, then left to them; the name that they gave it stays', async () => {
  const { shop, platform, written, number } = await keptShop('edited', 33);
  await written.run(shop, number);
  const [there] = platform.segments.values();
  if (there === undefined) throw new Error('nothing was made');
  there.name = 'My regulars';
  there.query = MOST;
  expect(await written.run(shop, number)).toMatchObject({ whole: 'unchanged' });
  platform.shop.passTo(platform.shop.nowMs + DAY_MS);
  expect(await written.run(shop, number)).toMatchObject({ whole: 'restored' });
  expect(platform.there()).toEqual([['My regulars', SOME]]);
  there.query = MOST;
  // What the segment is here does not go over what they want there.
  await save(shop, MORE);
  expect(await written.run(shop, number)).toMatchObject({ outcome: 'done', whole: 'theirs' });
  expect(await written.run(shop, number, { looks: true })).toMatchObject({ whole: 'theirs' });
  expect(await written.plan(shop, await draftOf(shop))).toMatchObject({ whole: { act: 'theirs' } });
  await written.takeBack(shop, number, { leave: false, by: 'me' });
  expect(await written.run(shop, number)).toMatchObject({ outcome: 'done', whole: 'left' });
  expect(platform.there()).toEqual([['My regulars', MOST]]);
});

it('is made again once where the merchant deleted it, then left', async () => {
  const { shop, platform, written, number } = await keptShop('deleted', 34);
  await written.run(shop, number);
  for (const whole of ['restored', 'theirs']) {
    platform.segments.clear();
    expect(await written.run(shop, number, { looks: true })).toMatchObject({ outcome: 'done', whole });
    expect(platform.there()).toEqual(whole === 'restored' ? [[NAME, SOME]] : []);
  }
  await save(shop, MORE);
  expect(await written.run(shop, number)).toMatchObject({ whole: 'theirs' });
  expect(platform.there()).toEqual([]);
});

it('is not taken off where the merchant changed it since, and stays where that is asked', async () => {
  const changed = await keptShop('changed', 35);
  await changed.written.run(changed.shop, changed.number);
  for (const there of changed.platform.segments.values()) there.query = MOST;
  await changed.written.takeBack(changed.shop, changed.number, { leave: false, by: 'me' });
  expect(await changed.written.run(changed.shop, changed.number)).toMatchObject({ whole: 'left' });
  expect(changed.platform.there()).toEqual([[NAME, MOST]]);
  const stays = await keptShop('stays', 36);
  await stays.written.run(stays.shop, stays.number);
  await stays.written.takeBack(stays.shop, stays.number, { leave: true, by: 'me' });
  expect(stays.platform.there()).toEqual([[NAME, SOME]]);
  expect(await stores.ledger.writeBacks.list(stays.shop.id)).toEqual([]);
});

it('never takes over a segment that has its name, whatever that asks', async () => {
  const { shop, platform, written } = await unkeptShop('named', 37);
  const theirs = platform.add(NAME, SOME);
  const refused = { code: 'write-back.taken', message: expect.stringContaining(`'${NAME}' on platform already`) };
  expect(await written.plan(shop, await draftOf(shop))).toMatchObject(refused);
  expect(await written.create(shop, await draftOf(shop))).toMatchObject(refused);
  platform.segments.clear();
  const made = await written.create(shop, await draftOf(shop));
  if (made.outcome === 'refused') throw new Error(made.message);
  platform.segments.set(theirs.id, theirs);
  const sentence = expect.stringContaining('choose another name');
  expect(await written.run(shop, made.writeBack.number)).toMatchObject({ outcome: 'failed', sentence, whole: null });
  expect(platform.there()).toEqual([[NAME, SOME]]);
  expect(platform.asked).not.toContain('POST');
});

it('is refused where the language of the platform cannot say it, part by part', async () => {
  const { shop, written } = await unkeptShop('unsaid', 38);
  const draft = await draftOf(shop);
  const refusal = async (more: object = {}) => {
    const refused = await written.plan(shop, { ...draft, ...more });
    expect(await written.create(shop, { ...draft, ...more })).toEqual(refused);
    return refused.outcome === 'refused' ? [refused.code, refused.message] : [];
  };
  expect(await refusal({ withoutHoldOut: true })).toEqual([
    'write-back.unwritable',
    'the segment regulars cannot be said there: Shopify cannot ask whether somebody is in the hold-out. Keep it there as a tag (--as tag)',
  ]);
  expect(await refusal({ name: 'regulars!' })).toEqual([
    'write-back.unwritable',
    "'regulars!' is loud: choose a quieter one",
  ]);
  await save(shop, 'usual_channel IS NULL AND amount_spent IN TOP 10%');
  expect((await refusal())[1]).toMatch(/Shopify has no `usual_channel`; Shopify has no percentiles: `amount_spent/);
  await save(shop, SOME);
  const list = await createList(partsOf(stores), shop, { name: 'May', query: NAME, reason: '' }, 'me');
  if (list.outcome !== 'created') throw new Error(list.outcome);
  expect((await refusal({ segment: list.segment.id }))[1]).toMatch(/cannot be said there: .*'may' by hand/);
});

it('what cannot be said any more stays as it was, and says why', async () => {
  const { shop, platform, written, number } = await keptShop('no-more', 39);
  await written.run(shop, number);
  await save(shop, 'usual_channel IS NULL');
  expect(await written.run(shop, number)).toMatchObject({
    outcome: 'failed',
    sentence: expect.stringContaining('cannot be said there'),
  });
  expect(platform.there()).toEqual([[NAME, SOME]]);
});

it('is there once after a crash at whatever it notes, and after answers that were lost', async () => {
  const { shop, platform } = await unkeptShop('crashed', 40);
  const own = platform.add('own', MOST);
  const anew = async () => {
    for (const { number } of await stores.ledger.writeBacks.list(shop.id)) {
      await stores.ledger.writeBacks.forget(shop.id, number);
    }
    platform.segments.clear();
    platform.segments.set(own.id, own);
    const made = await processOn(partsOf(stores), platform).create(shop, await draftOf(shop));
    if (made.outcome === 'refused') throw new Error(made.message);
    return made.writeBack.number;
  };
  const settled = async (number: number, query: string) => {
    const run = await processOn(partsOf(stores), platform).run(shop, number, { looks: true });
    expect(run).toMatchObject({ outcome: 'done' });
    // What a crash left open is no edit of the merchant's.
    expect(await stores.ledger.writeBacks.whole(shop.id, number)).toMatchObject({ state: 'there', restored: 0 });
    expect(platform.there()).toEqual([
      ['own', MOST],
      [NAME, query],
    ]);
  };
  for (const note of [1, 2]) {
    await save(shop, MORE);
    const number = await anew();
    for (const query of [MORE, SOME]) {
      await save(shop, query);
      const crashing = processOn(dyingAtNote(partsOf(stores), note, ['keepWhole']), platform);
      await expect(crashing.run(shop, number)).rejects.toThrow('crashed');
      await settled(number, query);
    }
  }
  await save(shop, MORE);
  const number = await anew();
  for (const [method, query] of [
    ['POST', MORE],
    ['PUT', SOME],
  ] as const) {
    await save(shop, query);
    platform.network.lost = (asked) => asked === method;
    expect(await processOn(partsOf(stores), platform).run(shop, number)).toMatchObject({ outcome: 'failed' });
    platform.network.lost = () => false;
    await settled(number, query);
  }
});

/** A shop that was pulled, with a segment that is not kept on its platform yet. */
async function unkeptShop(id: string, seed: number) {
  const platform = aSegmentedPlatform(seed);
  platform.shop.seed(8);
  const shop = await connectedShop(stores, `whole-${id}`, platform, {}, segmentingConnector);
  const { connections } = processOf(at(platform), platform, undefined, segmentingConnector);
  await connections.sync(shop, 'platform');
  await advance(at(platform), shop);
  await save(shop, SOME);
  return { shop, platform, written: processOn(at(platform), platform) };
}

async function keptShop(id: string, seed: number) {
  const kept = await unkeptShop(id, seed);
  const made = await kept.written.create(kept.shop, await draftOf(kept.shop));
  if (made.outcome === 'refused') throw new Error(made.message);
  return { ...kept, number: made.writeBack.number };
}

/** The stores, at the platform's time. */
function at({ world }: Platform): Parts {
  return { ...partsOf(stores), clock: () => world.now() };
}

function processOn(parts: Parts, platform: Platform): WrittenSegments {
  const own = { ...parts, clock: () => platform.world.now() };
  return new WrittenSegments(own, processOf(own, platform, undefined, segmentingConnector).connections);
}

async function save(shop: Shop, query: string): Promise<void> {
  await saveSegment(partsOf(stores), shop, { name: NAME, query }, 'me');
}

async function draftOf(shop: Shop): Promise<Parameters<WrittenSegments['create']>[1]> {
  const segment = (await stores.ledger.segments.list(shop.id)).find(({ handle }) => handle === NAME);
  if (segment === undefined) throw new Error('there is no segment');
  const place = { connection: 'platform', what: 'segment', name: NAME } as const;
  return { ...place, segment: segment.id, withoutHoldOut: false, by: 'me' };
}

import { type Shop, shopId, timeZone } from '@clientele/model';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppWorld, deliver, KEYS, tokenRequests } from './app.fixture.js';

const HOUR_MS = 3_600_000;

let world: AppWorld;
beforeEach(async () => {
  world = await AppWorld.open();
});
afterEach(() => world[Symbol.asyncDispose]());

async function theShop(id = 'super-toys'): Promise<Shop> {
  const shop = await world.ledger.shops.get(shopId(id));
  if (shop === undefined) throw new Error(`there is no shop ${id}`);
  return shop;
}

const admitted = (shop: string, user = '1') => ({ outcome: 'admitted', user: { id: `shopify/${shop}/${user}`, shop } });

test('whoever comes first installs the app, once however many come, and its first pull is due', async () => {
  const fake = world.shopify();
  const { app, connections } = world.process();
  const answer = world.hold();
  const five = Array.from({ length: 5 }, () => app.tokens.read(fake.app.sessionToken()));
  // Whoever is asked after them is answered after them: by then, all of them have come as far as Shopify.
  expect(await app.tokens.read(fake.app.sessionToken({ aud: 'another' }))).toMatchObject({ outcome: 'refused' });
  await new Promise(setImmediate);
  answer();
  expect(await Promise.all(five)).toEqual(Array.from({ length: 5 }, () => admitted('super-toys')));
  expect(tokenRequests(fake)).toBe(1);
  const shop = await theShop();
  expect(shop).toMatchObject({ name: 'super-toys', currency: 'EUR', timeZone: 'Europe/Berlin', generated: false });
  expect(await connections.due(shop)).toEqual(['shopify']);
  expect(await connections.sync(shop, 'shopify')).toMatchObject({ outcome: 'done' });
  expect(await app.tokens.read(fake.app.sessionToken({ sub: '7' }))).toEqual(admitted('super-toys', '7'));
});

test('a connection holds none of the keys of the app, and no file any token', async () => {
  const fake = world.shopify();
  const { app, connections } = world.process();
  await app.tokens.read(fake.app.sessionToken());
  const shop = await theShop();
  await connections.sync(shop, 'shopify');
  expect(await connections.stored(shop, 'shopify')).toEqual({ shop: 'super-toys.myshopify.com' });
  const stored = await world.stored();
  for (const secret of [KEYS.clientSecret, 'shpat_', 'shprt_']) expect(stored).not.toContain(secret);
});

test('a shop of Shopify is never one of ours because it is called the same', async () => {
  const ours = { name: 'Ours', currency: 'GBP', timeZone: timeZone('UTC'), clock: null, generated: false };
  await world.ledger.shops.create({ ...ours, id: shopId('super-toys'), createdAt: world.clock() });
  const fake = world.shopify();
  const other = world.shopify('other-toys');
  const { app } = world.process();
  expect(await app.tokens.read(fake.app.sessionToken())).toEqual(admitted('super-toys-2'));
  expect(await app.tokens.read(other.app.sessionToken())).toEqual(admitted('other-toys'));
  expect(await app.tokens.read(fake.app.sessionToken())).toEqual(admitted('super-toys-2'));
});

test('two who need a new token at once lose no grant', async () => {
  const fake = world.shopify();
  const { app, connections } = world.process();
  await app.tokens.read(fake.app.sessionToken());
  const shop = await theShop();
  await connections.sync(shop, 'shopify');
  for (let hours = 2; hours < 8; hours += 2) {
    world.nowMs += 2 * HOUR_MS;
    const before = tokenRequests(fake);
    const heard = [{ outcome: 'heard', id: `w${hours}`, hints: [{ stream: 'customers', id: '1' }] }] as const;
    const answer = world.hold();
    const work = [connections.sync(shop, 'shopify'), connections.take(shop, 'shopify', heard)];
    await new Promise(setImmediate);
    answer();
    const both = await Promise.all(work);
    expect(both.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    expect(tokenRequests(fake) - before).toBe(1);
  }
});

test('a new secret of the app counts for all shops with the next start, and the old one as long as it is told', async () => {
  const fake = world.shopify();
  await world.process().app.tokens.read(fake.app.sessionToken());
  const signedBefore = fake.app.sessionToken();
  fake.app.facts = { ...fake.app.facts, secret: 'new-secret' };
  const { app, connections } = world.process({
    ...KEYS,
    clientSecret: 'new-secret',
    formerClientSecrets: [KEYS.clientSecret],
  });
  expect(await app.tokens.read(fake.app.sessionToken())).toEqual(admitted('super-toys'));
  expect(await app.tokens.read(signedBefore)).toEqual(admitted('super-toys'));
  world.nowMs += 2 * HOUR_MS;
  expect(await connections.sync(await theShop(), 'shopify')).toMatchObject({ outcome: 'done' });
});

test('an app that is taken out asks nothing more and keeps no token; installed again, it goes on with its shop', async () => {
  const fake = world.shopify();
  const { app, connections } = world.process();
  await app.tokens.read(fake.app.sessionToken());
  const shop = await theShop();
  await connections.sync(shop, 'shopify');
  fake.uninstall();
  const [told] = fake.webhooks.take();
  if (told === undefined) throw new Error('nothing was told');
  expect(await deliver(app, told)).toBe(200);
  const requests = fake.log.length;
  expect(await connections.due(shop)).toEqual([]);
  expect(await connections.sync(shop, 'shopify', { full: true })).toMatchObject({
    outcome: 'unusable',
    sentence: expect.stringContaining('taken out'),
  });
  expect(fake.log).toHaveLength(requests);
  expect(await world.ledger.pulls.token(shop.id, 'shopify')).toBeUndefined();
  // A token of before is good for a minute; with it nothing is installed.
  expect(await app.tokens.read(fake.app.sessionToken())).toMatchObject({ outcome: 'closed' });

  fake.app.install();
  world.nowMs += 1000;
  expect(await app.tokens.read(fake.app.sessionToken())).toEqual(admitted('super-toys'));
  expect(await world.ledger.shops.list()).toHaveLength(1);
  // What Shopify could not tell at first comes for hours.
  expect(await deliver(app, told)).toBe(200);
  expect(await connections.due(shop)).toEqual(['shopify']);
  expect(await connections.sync(shop, 'shopify')).toMatchObject({ outcome: 'done' });
});

test('what the merchant disconnected here stays so, whoever comes, until it is connected again; then it goes on', async () => {
  const fake = world.shopify();
  const { app, connections } = world.process();
  await app.tokens.read(fake.app.sessionToken());
  const shop = await theShop();
  await connections.sync(shop, 'shopify');
  await connections.disconnect(shop, 'shopify', 'it was disconnected');
  const before = tokenRequests(fake);
  world.nowMs += HOUR_MS;
  for (let come = 0; come < 3; come += 1) {
    expect(await app.tokens.read(fake.app.sessionToken())).toEqual(admitted('super-toys'));
  }
  expect(tokenRequests(fake)).toBe(before);
  expect(await connections.due(shop)).toEqual([]);
  expect(await connections.resume(shop, 'another')).toMatchObject({ outcome: 'unusable' });
  expect(await connections.resume(shop, 'shopify')).toBe('resumed');
  expect(await app.tokens.read(fake.app.sessionToken())).toEqual(admitted('super-toys'));
  await expect.poll(() => tokenRequests(fake)).toBeGreaterThan(before);
  await expect.poll(async () => (await connections.sync(shop, 'shopify')).outcome).toBe('done');
  await connections.disconnect(shop, 'shopify', 'it was disconnected');
  fake.uninstall();
  const [told] = fake.webhooks.take();
  if (told === undefined) throw new Error('nothing was told');
  await deliver(app, told);
  // Taken out, it is the merchant's to install again.
  expect(await connections.resume(shop, 'shopify')).toMatchObject({ outcome: 'unusable' });
});

test('access that was lost comes back with whoever works in the shop', async () => {
  const fake = world.shopify();
  const { app, connections } = world.process();
  await app.tokens.read(fake.app.sessionToken());
  const shop = await theShop();
  await connections.sync(shop, 'shopify');
  // Nobody told us.
  fake.uninstall();
  fake.app.install();
  expect(await connections.sync(shop, 'shopify')).toMatchObject({ outcome: 'failed', code: 'denied' });
  const before = tokenRequests(fake);
  expect(await app.tokens.read(fake.app.sessionToken())).toEqual(admitted('super-toys'));
  expect(await app.tokens.read(fake.app.sessionToken())).toEqual(admitted('super-toys'));
  await expect.poll(async () => connections.due(shop)).toEqual(['shopify']);
  expect(tokenRequests(fake) - before).toBe(1);
  expect(await connections.sync(shop, 'shopify')).toMatchObject({ outcome: 'done' });
});

test('where Shopify does not answer, gives nothing or too little, the page is told, nothing is made, and nothing secret said', async () => {
  const fake = world.shopify();
  const { app } = world.process();
  const token = fake.app.sessionToken();
  world.unplug(fake);
  const answers = [await app.tokens.read(token)];
  const little = world.shopify('little');
  little.app.facts = { ...little.app.facts, scopes: ['read_orders'] };
  const other = world.shopify('other');
  const theirs = other.app.sessionToken();
  other.app.facts = { ...other.app.facts, secret: 'another' };
  answers.push(await app.tokens.read(little.app.sessionToken()), await app.tokens.read(theirs));
  expect(answers).toEqual([
    { outcome: 'closed', message: expect.stringContaining('did not answer') },
    { outcome: 'closed', message: expect.stringContaining('read_products') },
    { outcome: 'closed', message: expect.stringContaining('401 (invalid_client)') },
  ]);
  expect(await world.ledger.shops.list()).toEqual([]);
  const said = JSON.stringify([answers, world.logged]);
  for (const secret of [KEYS.clientSecret, 'shpat_', 'shprt_', token]) expect(said).not.toContain(secret);
});

test('a session token that became old on the way, or is none of ours, is to be sent anew', async () => {
  const again = { outcome: 'refused', headers: { 'x-shopify-retry-invalid-session-request': '1' } };
  const fake = world.shopify('quick', 90_000);
  const { app } = world.process();
  const old = fake.app.sessionToken({ exp: world.nowMs / 1000 + 60, nbf: world.nowMs / 1000 });
  expect(await app.tokens.read(old)).toMatchObject(again);
  expect(await app.tokens.read(fake.app.sessionToken({ aud: 'another' }))).toMatchObject(again);
  expect(await app.tokens.read('a.b.c')).toBeUndefined();
  expect(await world.ledger.shops.list()).toEqual([]);
});

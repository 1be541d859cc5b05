import { expect, test } from 'vitest';
import type { Fault } from '../wire/faults.js';
import { fetchOf } from '../wire/wire.js';
import { startWooCommerce, WooCommerceFake } from './fake.js';
import type { OrderBody } from './order.js';
import { seedShop, tie } from './seed.js';

const ORDERS = '/wp-json/wc/v3/orders';
const headers = { authorization: `Basic ${btoa('ck_fake:cs_fake')}` };

/** A shop of some orders whose clock is set, and what asks it: without a wire. */
function aShop(orders = 30) {
  const clock = { time: Date.parse('2026-11-22T12:00:00Z') };
  const fake = new WooCommerceFake({ now: () => clock.time });
  seedShop(fake.shop, { seed: 1, orders });
  const ask = async (path: string) => {
    const response = await fetchOf(fake)(`https://shop.example${path}`, { headers });
    const body: unknown = await response.json();
    return { response, body: body as readonly OrderBody[] };
  };
  return { fake, clock, ask };
}

test('over a wire and without one, the same is answered, to who shows the keys in either way', async () => {
  const now = () => Date.parse('2026-11-22T12:00:00Z');
  await using server = await startWooCommerce({ now, url: 'https://shop.example' });
  seedShop(server.fake.shop, { seed: 1, orders: 30 });
  const path = `${ORDERS}?per_page=5&orderby=id&order=asc`;
  const over = await fetch(`${server.url}${path}`, { headers });
  const { response, body } = await aShop().ask(path);
  expect(await over.json()).toEqual(body);
  expect(over.headers.get('link')).toBe(response.headers.get('link'));

  const inQuery = await fetch(`${server.url}${path}&consumer_key=ck_fake&consumer_secret=cs_fake`);
  expect(inQuery.status).toBe(200);
  expect((await fetch(`${server.url}${path}&consumer_key=ck_fake&consumer_secret=wrong`)).status).toBe(401);
  expect(server.fake.log.map((logged) => logged.path).join()).not.toContain('cs_fake');
});

test('faults show over a wire as they do without one', async () => {
  const slept: number[] = [];
  const wait = async (ms: number) => slept.push(ms);
  await using server = await startWooCommerce({ now: () => 0 }, wait);
  seedShop(server.fake.shop, { seed: 1, orders: 3, from: 0 });
  const reads = [
    () => fetch(`${server.url}${ORDERS}`, { headers }),
    () => fetchOf(server.fake, wait)(`${server.url}${ORDERS}`, { headers }),
  ];
  for (const read of reads) {
    const struck = async (fault: Fault) => {
      server.fake.faults.strike(fault);
      return read();
    };
    const limited = await struck({ kind: 'status', status: 429, retryAfter: 7 });
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    await expect((await struck({ kind: 'broken' })).json()).rejects.toThrow(SyntaxError);
    await expect(struck({ kind: 'reset' })).rejects.toThrow(TypeError);
    await expect(struck({ kind: 'cut' }).then((response) => response.text())).rejects.toThrow(TypeError);
    expect((await struck({ kind: 'slow', ms: 30_000 })).status).toBe(200);
    expect((await read()).status).toBe(200);
  }
  expect(slept).toEqual([30_000, 30_000]);
});

test('faults come at their rate, the same for the same seed', async () => {
  const statuses = async () => {
    const { fake, ask } = aShop(1);
    fake.faults.plan({ seed: 5, rate: 0.2, faults: [{ kind: 'broken' }] });
    const answered = Array.from({ length: 200 }, () =>
      ask(ORDERS).then(
        ({ response }) => response.status,
        () => 'broken',
      ),
    );
    return Promise.all(answered);
  };
  const first = await statuses();
  expect(first.filter((status) => status === 'broken').length).toBeGreaterThan(20);
  expect(first.filter((status) => status === 'broken').length).toBeLessThan(60);
  expect(await statuses()).toEqual(first);
});

test('a rate limit goes by the clock of the shop', async () => {
  const { fake, clock } = aShop(1);
  const status = async () => (await fetchOf(fake)(`https://shop.example${ORDERS}`, { headers })).status;
  fake.faults.limit({ perSecond: 2, burst: 3 });
  expect([await status(), await status(), await status(), await status()]).toEqual([200, 200, 200, 429]);
  clock.time += 500;
  expect([await status(), await status()]).toEqual([200, 429]);
});

test('a change on a page already read shifts the next one', async () => {
  const { fake, clock, ask } = aShop();
  const page = async (number: number) => {
    const { body } = await ask(`${ORDERS}?per_page=10&page=${number}&orderby=modified&order=asc`);
    return body.map(({ id }) => id);
  };
  const all = [...(await page(1)), ...(await page(2)), ...(await page(3))];
  clock.time += 1000;
  fake.shop.view(all[0] ?? 0);
  expect(await page(2)).toEqual(all.slice(11, 21));
});

test('what changed in one second is found from the second before, and not from that second', async () => {
  const { fake, clock, ask } = aShop();
  clock.time += 60_000;
  tie(fake.shop, 4);
  const since = async (time: string) => {
    const { body } = await ask(`${ORDERS}?modified_after=${time}&dates_are_gmt=true`);
    return body.length;
  };
  expect([await since('2026-11-22T12:00:59'), await since('2026-11-22T12:01:00')]).toEqual([4, 0]);
});

test('lists are narrowed by status, customer, ids and fields', async () => {
  const { fake, ask } = aShop();
  const orders = [...fake.shop.orders.values()];
  const { body: some } = await ask(`${ORDERS}?per_page=100&status[]=cancelled&status[]=on-hold&_fields=id,status`);
  const expected = orders.filter(({ status }) => status === 'cancelled' || status === 'on-hold');
  expect(some).toEqual(expected.map(({ id, status }) => ({ id, status })).sort((a, b) => b.id - a.id));
  const { body: two } = await ask(`${ORDERS}?include=${orders[3]?.id},${orders[5]?.id}&orderby=id&order=asc`);
  expect(two.map(({ id }) => id)).toEqual([orders[3]?.id, orders[5]?.id]);
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedShop, startWooCommerce } from '@clientele/fakes';
import { loadKey, openLedger } from '@clientele/ledger';
import { instantOfMs, shopId } from '@clientele/model';
import { expect, it } from 'vitest';
import { Clientele } from './clientele.js';
import { Server } from './server.js';
import { quantile, sendLoad } from './webhook-load.js';

const isLong = process.env.CLIENTELE_TEST_LONG === '1';
const SECONDS = Number(process.env.CLIENTELE_TEST_HOOK_SECONDS ?? 60);
const PER_SECOND = Number(process.env.CLIENTELE_TEST_HOOK_RATE ?? 500);
const CREDENTIALS = { key: 'ck_load', secret: 'cs_load' };
const ENVIRONMENT = {
  CLIENTELE_WOOCOMMERCE_CONSUMER_KEY: CREDENTIALS.key,
  CLIENTELE_WOOCOMMERCE_CONSUMER_SECRET: CREDENTIALS.secret,
};
const asked = { connection: 'woocommerce' };

it.skipIf(!isLong)(
  '500 webhooks a second are answered in time, and none is lost where the server is killed',
  {
    timeout: 1_200_000,
  },
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'clientele-load-'));
    const data = join(directory, 'data');
    await using shop = await startWooCommerce({ now: Date.now, credentials: CREDENTIALS });
    seedShop(shop.fake.shop, { seed: 5, orders: 12 });
    const clientele = new Clientele(data, ENVIRONMENT);
    await clientele.json('connect', 'woocommerce', `address=${shop.url}`);
    await clientele.json('sync');
    const { records } = await clientele.json('status');
    const orders = [...shop.fake.shop.orders.values()].map(({ id }) => id);
    for (const id of orders) {
      shop.fake.shop.changeOrder(id, (order) => {
        order.billing = { ...order.billing, email: `load-${id}@example.com` };
      });
    }

    let server = await Server.start(data);
    const { address, secret } = await server.ask<{ address: string; secret: string }>('connection rotate-secret', {
      ...asked,
      hours: 1,
    });
    const before = server.processorSeconds();
    const figures = await sendLoad({ address, secret, orders, perSecond: PER_SECOND, seconds: SECONDS });
    const took = server.processorSeconds() - before;
    const { waiting: behind } = await server.ask<{ waiting: number }>('connection webhooks', asked);
    server.kill('server');
    await server.end;
    const { latencies, statuses, answered } = figures;
    const [median, p99, longest] = [0.5, 0.99, 1].map((part) => Math.round(quantile(latencies, part)));
    console.log(
      `${latencies.length} webhooks in ${SECONDS} s: answered in ${median} ms in the median, ${p99} ms at the 99th percentile, ${longest} ms at most; ${((took * 1000) / latencies.length).toFixed(2)} ms of a core each in the server; ${behind} were not yet taken.`,
    );
    expect([...statuses.keys()]).toEqual([200]);

    server = await Server.start(data);
    const waiting = async () => (await server.ask<{ waiting: number }>('connection webhooks', asked)).waiting;
    await expect.poll(waiting, { timeout: 600_000, interval: 1_000 }).toBe(0);
    expect(await clientele.json('sync')).toMatchObject({ accepted: 0, refused: 0 });
    expect((await clientele.json('status')).records).toEqual(records);
    expect(await clientele.json('audit')).toMatchObject({ mismatches: 0 });
    await server.stop();

    // Each that was answered is known, so that it was kept; none of them waits, so that it was taken.
    const ledger = await openLedger({ directory: data }, { key: await loadKey(data) });
    const again = [...answered].map((id) => {
      const delivery = { shop: shopId('demo'), connection: 'woocommerce', id, heard: null };
      return ledger.inbox.append({ ...delivery, receivedAt: instantOfMs(Date.now()) });
    });
    expect(new Set(await Promise.all(again))).toEqual(new Set(['known']));
    expect(answered.size).toBeGreaterThan(0.9 * PER_SECOND * SECONDS);
    await ledger.close();
    await rm(directory, { recursive: true, force: true });

    expect(p99).toBeLessThan(1_000);
    expect(longest).toBeLessThan(5_000);
  },
);

import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningShopify, startShopify } from '@clientele/fakes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Clientele, ended } from './clientele.js';
import { leadToShopify } from './lead-to-shopify.js';

/** Nothing else has these texts. */
const APP = { clientId: 'app-4f0d2b7a91', secret: 'app-secret-e83c65d1f2' };
const CUSTOMERS = 12;

interface Answered {
  readonly shop: {
    readonly name: string;
    readonly totals: { readonly orders: number };
    readonly connections: readonly { readonly id: string }[];
  };
}

let directory: string;
let shopify: RunningShopify;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clientele-shopify-app-'));
  shopify = await startShopify({ now: Date.now, app: APP });
});
afterAll(async () => {
  await shopify[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

it('a shop opens the app, and is here: pulled, told what happens there, and left alone when the app is taken out', async () => {
  const { fake, url } = shopify;
  const place = (customer: string) => fake.shop.placeOrder({ customer, lines: [{ quantity: 1 }] });
  for (let n = 0; n < CUSTOMERS; n += 1) place(fake.shop.addCustomer({ email: `somebody${n}@home.example` }).id);
  const environment = {
    SHOPIFY_CLIENT_ID: APP.clientId,
    SHOPIFY_CLIENT_SECRET: APP.secret,
    NODE_OPTIONS: leadToShopify(url),
  };
  const child = new Clientele(join(directory, 'data'), environment).start('start', '--port', '0');
  const end = ended(child);
  try {
    const [line] = await once(child.stdout ?? child, 'data');
    const address = /http:\/\/[\d.:]+/.exec(String(line))?.[0] ?? '';
    const send = async (path: string, headers: Readonly<Record<string, string>>, body: string) =>
      fetch(`${address}${path}`, { method: 'POST', headers, body });
    const tokens: string[] = [];
    const ask = async (query: string): Promise<Answered> => {
      tokens.push(fake.app.sessionToken());
      const headers = { authorization: `Bearer ${tokens.at(-1)}`, 'content-type': 'application/json' };
      const answer = await send('/graphql', headers, JSON.stringify({ query }));
      return ((await answer.json()) as { readonly data: Answered }).data;
    };
    const all = '{ shop { name totals { orders } connections { id } } }';
    const [connection] = (await ask(all)).shop.connections;
    await ask(`mutation { connectionSync(id: "${connection?.id}") { userErrors { message } } }`);
    await expect.poll(async () => (await ask(all)).shop.totals.orders).toBe(CUSTOMERS);
    expect((await ask(all)).shop.name).toBe(fake.shop.facts.name);

    for (const topic of ['orders/create', 'app/uninstalled']) {
      fake.webhooks.subscribe(topic, `${address}/shopify/webhooks`, { byApp: true });
    }
    const deliver = () =>
      fake.webhooks.deliver(async ({ headers, body }) => (await send('/shopify/webhooks', headers, body)).status);
    place(fake.shop.addCustomer({ email: 'new@home.example' }).id);
    await deliver();
    await expect.poll(async () => (await ask(all)).shop.totals.orders).toBe(CUSTOMERS + 1);

    // Whoever has the page open still, sees that it is over.
    const open = fake.app.sessionToken();
    const withOpen = (token: string) =>
      send(
        '/graphql',
        { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        '{"query":"{shop{id}}"}',
      );
    const forged = await withOpen(open.slice(0, -1));
    expect([forged.status, forged.headers.get('x-shopify-retry-invalid-session-request')]).toEqual([401, '1']);
    fake.uninstall();
    await deliver();
    const refused = await withOpen(open);
    expect([refused.status, await refused.text()]).toEqual([503, expect.stringContaining('application_not_installed')]);
    child.kill('SIGTERM');
    const { status, out, err } = await end;
    expect(status).toBe(0);
    for (const secret of [APP.secret, 'shpat_', 'shprt_', open, ...tokens]) expect(out + err).not.toContain(secret);
  } finally {
    child.kill('SIGKILL');
  }
});

import {
  type Happened,
  type Json,
  type MakeWorld,
  type Oddity,
  oddly,
  type TrueRecord,
} from '@clientele/connector-kit';
import { fromMillionths, instantOfMs } from '@clientele/model';
import type { RunningVendure } from '@clientele/servers';
import { Channel } from './channel.fixture.js';
import type { VendureSettings } from './settings.js';

const HOUR_MS = 3_600_000;
const DAYS_MS = 72 * HOUR_MS;
/** What the connector is told; requests to it go to the server on loopback. */
const ADDRESS = 'https://vendure.example/admin-api';
/** Vendure's own words for a question that its schema does not allow. */
const WRONG_QUESTION = /GRAPHQL_VALIDATION_FAILED|GRAPHQL_PARSE_FAILED|BAD_USER_INPUT|USER_INPUT_ERROR/;
const REFUNDS = {
  partial: (left: number) => Math.ceil(left / 2),
  full: (left: number) => left,
  again: (_: number, last: number) => last,
  over: (left: number) => left + 1,
};

/** A real Vendure as a world: each is a channel of its own, and what is true is read from its database. */
export function vendureWorld(server: RunningVendure, pageSize: number): MakeWorld<VendureSettings> {
  return async ({ seed }) => {
    const channel = await Channel.make(server, seed);
    const odd = new Map<string, Oddity>();
    const hidden: string[] = [];
    const problems: string[] = [];

    const happens = async (
      among: readonly string[],
      which: number,
      what: (id: string) => Promise<unknown>,
    ): Promise<Happened> => {
      const id = among[which % Math.max(1, among.length)];
      return id === undefined || (await what(id)) === false ? undefined : id;
    };
    const oddOf = (json: Json): Json => {
      const oddity = odd.get(Object(json).id);
      return oddity === undefined ? json : oddly(json, oddity, ['id']);
    };
    const timeAgo = (ms: number) => instantOfMs(server.nowMs - ms);

    return {
      name: 'a real Vendure 3.7.3 on PostgreSQL',
      settings: settingsOf(server, channel),
      pageSize,
      covers: ['order', 'customer', 'product'],
      async fetch(request) {
        const asked = await request.clone().text();
        const response = await fetchFrom(server, request);
        const text = await response.clone().text();
        if (WRONG_QUESTION.test(text)) problems.push(text.slice(0, 300));
        if (odd.size === 0 || !asked.includes('orders(')) return response;
        return Response.json(withOdd(JSON.parse(text), oddOf), response);
      },
      now: () => instantOfMs(server.nowMs),
      sleep: (ms) => server.pass(ms),
      truth: () => truthOf(channel),
      async seed(orders) {
        await channel.addCustomer();
        await channel.addCustomer();
        await channel.place(true);
        await channel.copy(Math.max(0, orders - 1), (index) => timeAgo((DAYS_MS * (orders - index)) / orders));
      },
      place: () => channel.place(),
      touch: async (which) => {
        if (which % 3 === 0) return happens(await channel.customers(), which, (id) => channel.rename(id));
        if (which % 3 === 1) return happens(await channel.customers(), which, (id) => channel.addAddress(id));
        return happens(await channel.orders(), which, (id) => channel.modify(id));
      },
      pay: async (which) => happens(await channel.orders('unplaced'), which, (id) => channel.pay(id)),
      refund: async (which, how) => happens(await channel.orders(), which, (id) => channel.refund(id, REFUNDS[how])),
      trash: async (which) =>
        happens(await channel.orders(), which, async (id) => {
          await channel.hide(id);
          hidden.push(id);
        }),
      restore: async (which) =>
        happens(hidden, which, async (id) => {
          await channel.show(id);
          hidden.splice(hidden.indexOf(id), 1);
        }),
      erase: async (which) => {
        if (which % 3 === 0) return happens(await channel.customers(), which, (id) => channel.deleteCustomer(id));
        return happens(await channel.orders(), which, (id) => channel.hide(id));
      },
      tie: async (orders) => {
        const at = timeAgo(0);
        await channel.copy(orders, () => at);
      },
      late: async (hours) => (await channel.copy(1, () => timeAgo(hours * HOUR_MS)))[0],
      odd: async (which, oddity) =>
        happens(await channel.orders(), which, async (id) => {
          odd.set(id, oddity);
        }),
      problems: () => problems,
    };
  };
}

export function settingsOf({ administrator }: RunningVendure, channel: Channel): VendureSettings {
  return { address: ADDRESS, ...administrator, channel: channel.token };
}

/** Makes a request to the server on loopback, whatever its address. */
export async function fetchFrom({ address }: RunningVendure, request: Request): Promise<Response> {
  const { method, headers } = request;
  return fetch(`${address}/admin-api`, { method, headers, body: await request.text() });
}

/** The same answer with what is odd of its orders. */
function withOdd(answer: Json, oddOf: (json: Json) => Json): Json {
  const { data } = Object(answer);
  const { list, one } = Object(data);
  if (list !== undefined) return { data: { ...data, list: { ...list, items: list.items.map(oddOf) } } };
  return one === undefined ? answer : { data: { ...data, one: oddOf(one) } };
}

/** Everything that the channel has, from the database: money there is in hundredths, of whatever currency. */
async function truthOf(channel: Channel): Promise<TrueRecord[]> {
  const [orders, customers, products] = [
    await channel.sql(ORDERS),
    await channel.sql(CUSTOMERS),
    await channel.sql(PRODUCTS),
  ];
  const hundredths = (value: unknown) => fromMillionths(BigInt(String(value)) * 10_000n);
  return [
    ...orders.map(
      ({ id, currency, placedAt, customer, city, total, refunded }): TrueRecord => ({
        kind: 'order',
        externalId: String(id),
        total: hundredths(total),
        refunded: hundredths(refunded),
        fields: {
          currency: String(currency),
          placedAt: String(placedAt),
          customer: String(customer),
          purpose: 'sale',
          shipTo: { name: 'Ann Other', address1: '1 Road', city: String(city), country: 'GB' },
        },
      }),
    ),
    ...customers.map(
      ({ id, email, firstName, isGuest, cities }): TrueRecord => ({
        kind: 'customer',
        externalId: String(id),
        fields: {
          email: String(email),
          firstName: String(firstName),
          guest: isGuest === true,
          addresses: Object(cities).map((city: string) => ({ address1: '2 Road', city, country: 'GB' })),
        },
      }),
    ),
    ...products.map(
      ({ id, name }): TrueRecord => ({ kind: 'product', externalId: String(id), fields: { title: String(name) } }),
    ),
  ];
}

const ORDERS = `
  SELECT o.id, o."currencyCode" AS currency, o."orderPlacedAt" AS "placedAt", o."customerId" AS customer,
    o."shippingAddress"::jsonb->>'city' AS city, o."subTotalWithTax" + o."shippingWithTax" AS total,
    coalesce((SELECT sum(r.total) FROM refund r JOIN payment p ON p.id = r."paymentId"
      WHERE p."orderId" = o.id AND r.state = 'Settled'), 0) AS refunded
  FROM "order" o JOIN order_channels_channel c ON c."orderId" = o.id
  WHERE c."channelId" = $1 AND o."orderPlacedAt" IS NOT NULL`;
const CUSTOMERS = `
  SELECT u.id, u."emailAddress" AS email, u."firstName", u."userId" IS NULL AS "isGuest",
    (SELECT coalesce(json_agg(a.city ORDER BY a.id), '[]') FROM address a WHERE a."customerId" = u.id) AS cities
  FROM customer u JOIN customer_channels_channel c ON c."customerId" = u.id
  WHERE c."channelId" = $1 AND u."deletedAt" IS NULL`;
const PRODUCTS = `
  SELECT p.id, t.name FROM product p JOIN product_channels_channel c ON c."productId" = p.id
    JOIN product_translation t ON t."baseId" = p.id
  WHERE c."channelId" = $1 AND p."deletedAt" IS NULL`;

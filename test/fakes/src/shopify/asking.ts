import { fetchOf } from '../wire/wire.js';
import { ShopifyFake, type ShopifyOptions } from './fake.js';
import type { ApiVersion } from './version.js';

/** An answer of the Admin API, as tests look at it. */
export interface Answered {
  readonly data: Readonly<Record<string, unknown>>;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly unknown[];
    readonly extensions?: object;
  }[];
  readonly extensions: {
    readonly cost: {
      readonly requestedQueryCost: number;
      readonly actualQueryCost: number | null;
      readonly throttleStatus: { readonly currentlyAvailable: number };
    };
    readonly search?: readonly { readonly warnings: readonly object[] }[];
  };
}

/** A Shopify whose clock a test moves, and one who asks it with a token. */
export function aShopify(options: Partial<ShopifyOptions> = {}) {
  const clock = { time: Date.parse('2026-11-22T12:00:00Z') };
  const fake = new ShopifyFake({ now: () => clock.time, ...options });
  const reach = fetchOf(fake);
  const token = fake.app.customToken();
  const post = (path: string, body: object, headers: Readonly<Record<string, string>> = {}) =>
    reach(`https://super-toys.myshopify.com${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shopify-access-token': token, ...headers },
      body: JSON.stringify(body),
    });
  const ask = async (query: string, variables: object = {}, version: ApiVersion = '2026-10'): Promise<Answered> => {
    const response = await post(`/admin/api/${version}/graphql.json`, { query, variables });
    return (await response.json()) as Answered;
  };
  return { fake, shop: fake.shop, clock, post, ask, reach };
}

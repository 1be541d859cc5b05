import { safeAddress, secret } from '@clientele/connector-kit';
import { z } from 'zod';

/** WooCommerce has no limit of its own; its host's firewall has one that nobody says. */
export const PER_SECOND = 2;
const MOST_PER_SECOND = 100;
const NO_RATE = `is no number of requests a second, up to ${MOST_PER_SECOND}`;

/** What a connection of a WooCommerce shop needs to know. */
export const settings = z.object({
  /** Of the shop. */
  address: safeAddress('https://shop.example'),
  /** As the shop makes them under Advanced, REST API; reading is enough. */
  consumerKey: secret(),
  consumerSecret: secret(),
  /** Where a host drops the header that keys belong in, they go into the address. */
  keysIn: z.enum(['header', 'address']).default('header'),
  /** In the long run. */
  requestsPerSecond: z.coerce
    .number({ error: NO_RATE })
    .gt(0, { error: NO_RATE })
    .max(MOST_PER_SECOND, { error: NO_RATE })
    .default(PER_SECOND),
  /** Of the shop's webhooks; several while one is being changed. */
  webhookSecrets: z.array(secret()).default([]),
});
export type WooCommerceSettings = z.output<typeof settings>;

/** The address of something that the shop's interface has. */
export function at({ address }: WooCommerceSettings, path: string): string {
  return `${address.replace(/\/+$/, '')}/wp-json${path}`;
}

export function sign(request: Request, { consumerKey, consumerSecret, keysIn }: WooCommerceSettings): Request {
  if (keysIn === 'header') {
    request.headers.set('authorization', `Basic ${btoa(`${consumerKey}:${consumerSecret}`)}`);
    return request;
  }
  const address = new URL(request.url);
  address.searchParams.set('consumer_key', consumerKey);
  address.searchParams.set('consumer_secret', consumerSecret);
  return new Request(address, request);
}

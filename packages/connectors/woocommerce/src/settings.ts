import { secret } from '@clientele/connector-kit';
import { z } from 'zod';

/** What a connection of a WooCommerce shop needs to know. */
export const settings = z.object({
  /** Of the shop. */
  address: z
    .url({ error: 'is not an address such as https://shop.example', abort: true })
    .refine(keepsKeys, 'must begin with https'),
  /** As the shop makes them under Advanced, REST API; reading is enough. */
  consumerKey: secret(),
  consumerSecret: secret(),
  /** Where a host drops the header that keys belong in, they go into the address. */
  keysIn: z.enum(['header', 'address']).default('header'),
  /** Of the shop's webhooks; several while one is being changed. */
  webhookSecrets: z.array(secret()).default([]),
});
export type WooCommerceSettings = z.output<typeof settings>;

/** With https: over anything else, the keys would be read on the way. What stays on this machine has no way. */
function keepsKeys(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}

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

import { safeAddress, secret } from '@clientele/connector-kit';
import { z } from 'zod';

/** What a connection of a shop needs to know. */
export const settings = z.object({
  /** Of the shop's interface. */
  address: safeAddress('https://shop.example'),
  key: secret(),
  /** What its webhooks are signed with; several while one is being changed. */
  hookSecrets: z.array(secret()).default([]),
});
export type ShopSettings = z.output<typeof settings>;

export function sign(request: Request, { key }: ShopSettings): Request {
  request.headers.set('authorization', `Bearer ${key}`);
  return request;
}

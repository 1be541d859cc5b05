import { safeAddress, secret } from '@clientele/connector-kit';
import { z } from 'zod';

/** What a connection of a Vendure channel needs to know. */
export const settings = z.object({
  /** Of the Admin API. */
  address: safeAddress('https://shop.example/admin-api'),
  /** Of an administrator who may read orders, customers, products and settings. */
  username: z.string().min(1),
  password: secret(),
  /** Token of the channel that is read; the default channel, which has everything, without one. */
  channel: z.string().min(1).optional(),
});
export type VendureSettings = z.output<typeof settings>;

/** Every request is of a session, and about a channel. */
export function sign(request: Request, { channel }: VendureSettings, token?: string): Request {
  if (token !== undefined) request.headers.set('authorization', `Bearer ${token}`);
  if (channel !== undefined) request.headers.set('vendure-token', channel);
  return request;
}

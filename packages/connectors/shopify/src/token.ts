import { type Context, Denied, type Json, type Token } from '@clientele/connector-kit';
import { instantOfMs, msOfInstant } from '@clientele/model';
import { z } from 'zod';
import type { ShopifySettings } from './settings.js';

const granted = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive().optional(),
  refresh_token: z.string().min(1).optional(),
});

/**
 * A token of the shop. One that ends is got with the refresh token that came with the one before, which is good for once;
 * where that is lost, with the one that the app was installed with, or with none where the app belongs to the shop's own
 * organisation.
 */
export async function obtain(kept: Json | undefined, context: Context<ShopifySettings>): Promise<Token> {
  const { accessToken, refreshToken, clientId, clientSecret, shop } = context.settings;
  if (accessToken !== undefined) return { access: accessToken };
  if (clientId === undefined || clientSecret === undefined) {
    throw new Denied(
      'there is no way to a token: give clientId and clientSecret of the app, or accessToken of a custom app',
    );
  }
  const client = { client_id: clientId, client_secret: clientSecret };
  const known = [kept, refreshToken].filter((one, place, all) => typeof one === 'string' && all.indexOf(one) === place);
  for (const refresh of known) {
    const token = await asked({ ...client, grant_type: 'refresh_token', refresh_token: refresh ?? null }, context);
    if (token !== undefined) return token;
  }
  const token = known.length > 0 ? undefined : await asked({ ...client, grant_type: 'client_credentials' }, context);
  if (token === undefined) {
    throw new Denied(`${shop} gives no token any more: install the app again, and give the new refreshToken`);
  }
  return token;
}

/** Undefined where this grant is worth nothing, or never was. */
async function asked(body: Json, { settings, now, ask }: Context<ShopifySettings>): Promise<Token | undefined> {
  const url = `https://${settings.shop}/admin/oauth/access_token`;
  const answer = await ask({ url, method: 'POST', body, answers: [400, 401] });
  if (answer.status !== 200) return undefined;
  const { access_token: access, expires_in: seconds, refresh_token: kept } = granted.parse(answer.body);
  return {
    access,
    ...(seconds !== undefined && { expiresAt: instantOfMs(msOfInstant(now) + seconds * 1000) }),
    ...(kept !== undefined && { kept }),
  };
}

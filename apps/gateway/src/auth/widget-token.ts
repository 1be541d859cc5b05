import { randomUUID } from 'node:crypto';
import {
  type Instant,
  instantOfMs,
  msOfInstant,
  type ProfileId,
  parseShopId,
  type Shop,
  type ShopId,
} from '@clientele/model';
import { findProfile, type Parts } from '@clientele/pipeline';
import { decodeJwt, errors, jwtVerify, SignJWT } from 'jose';
import type { Credential } from './credential.js';

/** A page must ask for another one after that. */
export const WIDGET_TOKEN_SECONDS = 300;

const AUDIENCE = 'widget';
const SCOPE = 'read';
const ALGORITHM = 'HS256';

/** What a widget's token opens: one profile, on the pages of one origin. */
export interface WidgetGrant {
  readonly profile: ProfileId;
  readonly origin: string;
}

export async function mintWidgetToken(
  { ledger, clock }: Parts,
  shop: Shop,
  { profile, origin }: WidgetGrant,
): Promise<{ readonly token: string; readonly expiresAt: Instant }> {
  const now = clock();
  const key = await ledger.signingKeys.obtain(shop.id, now);
  const issued = wholeSeconds(now);
  const token = await new SignJWT({ shop: shop.id, profile, origin, scope: SCOPE })
    .setProtectedHeader({ alg: ALGORITHM, kid: key.id })
    .setAudience(AUDIENCE)
    .setIssuedAt(issued)
    .setExpirationTime(issued + WIDGET_TOKEN_SECONDS)
    .setJti(randomUUID())
    .sign(key.secret);
  return { token, expiresAt: instantOfMs((issued + WIDGET_TOKEN_SECONDS) * 1000) };
}

/**
 * Who presents a widget's token; undefined where it is forged, has expired, is presented by another origin than its
 * own, or its origin is no longer allowed.
 */
export async function readWidgetToken(
  parts: Parts,
  token: string,
  origin: string | undefined,
): Promise<Credential | undefined> {
  const shop = await claimedShop(parts, token);
  if (shop === undefined) return undefined;
  const now = parts.clock();
  const { secret } = await parts.ledger.signingKeys.obtain(shop, now);
  try {
    const { payload } = await jwtVerify(token, secret, {
      algorithms: [ALGORITHM],
      audience: AUDIENCE,
      currentDate: new Date(msOfInstant(now)),
      requiredClaims: ['shop', 'profile', 'origin', 'scope', 'iat', 'exp', 'jti'],
    });
    if (origin === undefined || payload.origin !== origin) return undefined;
    if (payload.scope !== SCOPE || payload.shop !== shop) return undefined;
    const allowedAt = await parts.ledger.widgetOrigins.allowedAt(shop, origin);
    // An origin that was taken back and is allowed again does not bring its old tokens back.
    if (allowedAt === undefined || Number(payload.iat) < wholeSeconds(allowedAt)) return undefined;
    const profile = await findProfile(parts, shop, String(payload.profile));
    return { kind: 'widget', id: String(payload.jti), shop, profile: profile?.id, origin };
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

/** Seconds as a token writes them. */
function wholeSeconds(at: Instant): number {
  return Math.floor(msOfInstant(at) / 1000);
}

/** The shop whose key would have signed it: not yet believed, only to find that key. */
async function claimedShop({ ledger }: Parts, token: string): Promise<ShopId | undefined> {
  try {
    const { shop } = decodeJwt(token);
    const id = typeof shop === 'string' ? parseShopId(shop) : undefined;
    return id === undefined ? undefined : (await ledger.shops.get(id))?.id;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

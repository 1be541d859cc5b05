import type { AppKeys } from '@clientele/connector-shopify';
import { type Instant, msOfInstant } from '@clientele/model';
import { decodeJwt, errors, jwtVerify } from 'jose';
import { z } from 'zod';

/** Who works in the page of the app, as Shopify says it. */
export interface SessionToken {
  /** The shop's own domain: `my-shop.myshopify.com`. */
  readonly domain: string;
  /** The id of the person. */
  readonly user: string;
  /** The token itself, which is exchanged for access. */
  readonly text: string;
}

const ALGORITHM = 'HS256';
/** Shopify's clock and ours may differ by so much. */
const TOLERANCE_S = 10;
const REQUIRED = ['iss', 'dest', 'aud', 'sub', 'exp', 'nbf'];

const claims = z.object({
  aud: z.string(),
  iss: z.string(),
  dest: z.string().regex(/^https:\/\/[a-z0-9][a-z0-9-]*\.myshopify\.com$/),
  sub: z.string().min(1),
});

/** Whether a token says that it is Shopify's: other tokens name no shop in `dest`. Nothing of it is believed. */
export function isForShopify(text: string): boolean {
  try {
    return typeof decodeJwt(text).dest === 'string';
  } catch (error) {
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
}

/**
 * Reads a session token: signed with a secret of the app, for this app, in its time, and from the admin of the shop that it
 * is for. Undefined where any of that is not so.
 */
export async function readSessionToken(text: string, keys: AppKeys, now: Instant): Promise<SessionToken | undefined> {
  for (const secret of [keys.clientSecret, ...keys.formerClientSecrets]) {
    const payload = await verified(text, secret, now);
    if (payload === undefined) continue;
    const read = claims.safeParse(payload).data;
    if (read === undefined || read.aud !== keys.clientId || read.iss !== `${read.dest}/admin`) return undefined;
    return { domain: new URL(read.dest).host, user: read.sub, text };
  }
  return undefined;
}

async function verified(text: string, secret: string, now: Instant): Promise<object | undefined> {
  try {
    const { payload } = await jwtVerify(text, new TextEncoder().encode(secret), {
      algorithms: [ALGORITHM],
      clockTolerance: TOLERANCE_S,
      currentDate: new Date(msOfInstant(now)),
      requiredClaims: REQUIRED,
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

import type { AppKeys } from '@clientele/connector-shopify';
import { z } from 'zod';
import type { SessionToken } from './session-token.js';

/** The app's own access to a shop. */
export interface Grant {
  /** Good for an hour. */
  readonly accessToken: string;
  /** Gets the next one, once. */
  readonly refreshToken: string;
  readonly scopes: readonly string[];
}

export type Exchanged =
  | { readonly outcome: 'granted'; readonly grant: Grant }
  /** The session token has become old on the way: the page is to send a new one. */
  | { readonly outcome: 'stale' }
  | { readonly outcome: 'failed'; readonly sentence: string };

const granted = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  scope: z.string(),
});
const refused = z.object({ error: z.string().regex(/^[a-z_]{1,60}$/) });

/** Asks the shop for access of the app that outlasts whoever works there, for the session token of whoever does. */
export async function exchangeToken(
  { domain, text }: SessionToken,
  { clientId, clientSecret }: AppKeys,
  fetch: (request: Request) => Promise<Response>,
): Promise<Exchanged> {
  const body = {
    client_id: clientId,
    client_secret: clientSecret,
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: text,
    subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
    expiring: '1',
  };
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const request = new Request(`https://${domain}/admin/oauth/access_token`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  let answer: { readonly status: number; readonly body: unknown };
  try {
    const response = await fetch(request);
    answer = { status: response.status, body: await response.json() };
  } catch {
    // What the network or a broken answer says may hold what was sent.
    return { outcome: 'failed', sentence: `${domain} did not answer when it was asked for access` };
  }
  const read = granted.safeParse(answer.body);
  if (answer.status === 200 && read.success) {
    const { access_token: accessToken, refresh_token: refreshToken, scope } = read.data;
    const scopes = scope.split(',').filter((one) => one !== '');
    return { outcome: 'granted', grant: { accessToken, refreshToken, scopes } };
  }
  const code = refused.safeParse(answer.body).data?.error;
  if (code === 'invalid_subject_token') return { outcome: 'stale' };
  return {
    outcome: 'failed',
    sentence: `${domain} gave no access to the app: it answered ${answer.status}${code === undefined ? '' : ` (${code})`}`,
  };
}

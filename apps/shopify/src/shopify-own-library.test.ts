import '@shopify/shopify-api/adapters/node';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isSignedBy } from '@clientele/connector-shopify';
import { fetchOf, ShopifyFake } from '@clientele/fakes';
import { instantOfMs } from '@clientele/model';
import { ApiVersion, LogSeverity, RequestedTokenType, shopifyApi } from '@shopify/shopify-api';
import { setAbstractFetchFunc } from '@shopify/shopify-api/runtime';
import { getHmac, getJwt } from '@shopify/shopify-api/test-helpers';
import { expect, test } from 'vitest';
import { KEYS } from './app.fixture.js';
import { readSessionToken } from './session-token.js';
import { exchangeToken } from './token-exchange.js';

/** The library that Shopify keeps for apps: what it sends and takes is right, whatever we think of it. */
const library = shopifyApi({
  apiKey: KEYS.clientId,
  apiSecretKey: KEYS.clientSecret,
  apiVersion: ApiVersion.October26,
  hostName: 'clientele.example',
  isEmbeddedApp: true,
  logger: { level: LogSeverity.Error, log: async () => {} },
});
const DOMAIN = 'super-toys.myshopify.com';
// The library reads the computer's clock.
const fake = new ShopifyFake({ now: Date.now });
const { app } = fake;
const nowS = () => Math.floor(Date.now() / 1000);

const isOurs = async (token: string) =>
  (await readSessionToken(token, KEYS, instantOfMs(Date.now())))?.domain === DOMAIN;
const isTheirs = (token: string) =>
  library.session.decodeSessionToken(token).then(
    ({ dest }) => dest === `https://${DOMAIN}`,
    () => false,
  );

test('a session token that the library makes is taken', async () => {
  // Left to itself, it says who it is from without https, unlike Shopify.
  const { token } = await getJwt('super-toys', KEYS.clientId, KEYS.clientSecret, { iss: `https://${DOMAIN}/admin` });
  expect([await isOurs(token), await isTheirs(token)]).toEqual([true, true]);
});

test('what the library refuses is refused, and what is refused here alone is what it should not take', async () => {
  const dotted = app.sessionToken().split('.');
  const tokens = {
    good: app.sessionToken(),
    'of a minute ago': app.sessionToken({ exp: nowS() - 60 }),
    'of in a minute': app.sessionToken({ nbf: nowS() + 60 }),
    'for another app': app.sessionToken({ aud: 'another-app' }),
    'signed by another secret': app.sessionToken({}, 'another secret'),
    changed: [dotted[0], app.sessionToken({ sub: '2' }).split('.')[1], dotted[2]].join('.'),
    'without a signature': `${dotted[0]}.${dotted[1]}.`,
    'that never ends': app.sessionToken({ exp: undefined }),
    "from another shop's admin": app.sessionToken({ iss: 'https://other.myshopify.com/admin' }),
  };
  const verdicts = Object.entries(tokens).map(async ([name, token]) => [
    name,
    { ours: await isOurs(token), theirs: await isTheirs(token) },
  ]);
  const [neither, stricter] = [
    { ours: false, theirs: false },
    { ours: false, theirs: true },
  ];
  expect(Object.fromEntries(await Promise.all(verdicts))).toEqual({
    good: { ours: true, theirs: true },
    'of a minute ago': neither,
    'of in a minute': neither,
    'for another app': neither,
    'signed by another secret': neither,
    changed: neither,
    'without a signature': neither,
    'that never ends': stricter,
    "from another shop's admin": stricter,
  });
});

test('a webhook is signed where the library says so, whatever byte of it is changed', async () => {
  const body = JSON.stringify({ id: '820982911946154508', note: 'Größe, 大きい' });
  const signature = getHmac(body, KEYS.clientSecret);
  const cases = [body, body.slice(0, -1), `${body} `, ...Array.from(body, (_, at) => changedAt(body, at))];
  for (const one of cases) {
    const headers = {
      'x-shopify-hmac-sha256': signature,
      'x-shopify-topic': 'orders/create',
      'x-shopify-shop-domain': DOMAIN,
      'x-shopify-api-version': '2026-10',
      'x-shopify-webhook-id': '1',
      'x-shopify-event-id': '1',
    };
    const hook = { headers: new Headers(headers), body: Buffer.from(one), url: 'https://clientele.example/hooks/1' };
    expect(isSignedBy(hook, [KEYS.clientSecret]), one).toBe(await isValid(one, headers));
    expect(isSignedBy(hook, [KEYS.clientSecret]), one).toBe(one === body);
  }
});

test('the library gets tokens of the fake, and is answered by it, as the app is', async () => {
  const sent: unknown[] = [];
  const fetch = async (request: Request) => {
    if (request.url.endsWith('/access_token')) sent.push(await request.clone().json());
    return fetchOf(fake)(request);
  };
  setAbstractFetchFunc((url, init) => fetch(new Request(url, init)));
  const sessionToken = app.sessionToken();
  const { session } = await library.auth.tokenExchange({
    shop: DOMAIN,
    sessionToken,
    requestedTokenType: RequestedTokenType.OfflineAccessToken,
    expiring: true,
  });
  const own = await exchangeToken({ domain: DOMAIN, user: '1', text: sessionToken }, KEYS, fetch);
  expect(own.outcome).toBe('granted');
  expect(sent[1]).toEqual(sent[0]);

  const { session: next } = await library.auth.refreshToken({ shop: DOMAIN, refreshToken: session.refreshToken ?? '' });
  expect(next.accessToken).not.toBe(session.accessToken);
  expect(next.expires?.getTime()).toBeGreaterThan(Date.now());
  const { data } = await new library.clients.Graphql({ session: next }).request('{ shop { myshopifyDomain } }');
  expect(data).toEqual({ shop: { myshopifyDomain: DOMAIN } });
});

function changedAt(text: string, at: number): string {
  return `${text.slice(0, at)}${text[at] === 'x' ? 'y' : 'x'}${text.slice(at + 1)}`;
}

/** What the library says of a webhook; it wants a request of Node's. */
async function isValid(rawBody: string, headers: Record<string, string>): Promise<boolean> {
  const asked: Pick<IncomingMessage, 'headers' | 'method' | 'url'> = { headers, method: 'POST', url: '/hooks/1' };
  const request = asked as IncomingMessage;
  return (await library.webhooks.validate({ rawBody, rawRequest: request, rawResponse: {} as ServerResponse })).valid;
}

import { type Ask, type Json, MemorySpool } from '@clientele/connector-kit';
import { instant } from '@clientele/model';
import { expect, test } from 'vitest';
import { settings, sign } from './settings.js';
import { obtain } from './token.js';

const APP = { shop: 'small.myshopify.com', clientId: 'client', clientSecret: 'client secret', refreshToken: 'first' };

/** The token endpoint, where each refresh token is good for once. */
function endpoint(good: string[], given: object) {
  const asked: Ask[] = [];
  const ask = async (request: Ask) => {
    asked.push(request);
    const grant = Object(request.body);
    const isGood = grant.grant_type === 'client_credentials' || good.includes(grant.refresh_token);
    if (!isGood) return { status: 400, headers: new Headers(), body: { error: 'invalid_grant' } };
    good.splice(0, good.length, 'next');
    const body: Json = {
      access_token: `for ${grant.refresh_token ?? 'the client'}`,
      expires_in: 3600,
      refresh_token: 'next',
    };
    return { status: 200, headers: new Headers(), body };
  };
  const spool = async () => new MemorySpool();
  return { asked, context: { settings: settings.parse(given), now: instant('2026-11-01T00:00:00Z'), ask, spool } };
}

test('a token is got with the one kept before the one that the app was installed with', async () => {
  const { asked, context } = endpoint(['second'], APP);
  expect(await obtain('second', context)).toEqual({
    access: 'for second',
    expiresAt: '2026-11-01T01:00:00.000Z',
    kept: 'next',
  });
  expect(asked).toMatchObject([
    {
      url: 'https://small.myshopify.com/admin/oauth/access_token',
      body: {
        client_id: 'client',
        client_secret: 'client secret',
        grant_type: 'refresh_token',
        refresh_token: 'second',
      },
    },
  ]);
});

test('after the app was installed again, its new token counts', async () => {
  const { asked, context } = endpoint(['first'], APP);
  expect(await obtain('worn out', context)).toMatchObject({ access: 'for first', kept: 'next' });
  expect(asked).toHaveLength(2);
});

test('where no token is good any more, it says what to do, and none of them', async () => {
  const { context } = endpoint([], APP);
  const failure = await obtain('worn out', context).catch(String);
  expect(failure).toContain('install the app again');
  expect(failure).not.toMatch(/worn out|first|secret/);
});

test("an app of the shop's own organisation needs no more than its secret", async () => {
  const { refreshToken: _, ...own } = APP;
  const { asked, context } = endpoint([], own);
  expect(await obtain(undefined, context)).toMatchObject({ access: 'for the client' });
  expect(asked).toMatchObject([{ body: { grant_type: 'client_credentials' } }]);
});

test('a token that does not end is used as it is', async () => {
  const { asked, context } = endpoint([], { shop: APP.shop, accessToken: 'shpat_1' });
  expect(await obtain(undefined, context)).toEqual({ access: 'shpat_1' });
  expect(asked).toEqual([]);
});

test('the token goes to the shop and nowhere else', () => {
  const given = settings.parse(APP);
  const signed = (url: string) => sign(new Request(url), given, 'token').headers.get('x-shopify-access-token');
  expect(signed('https://small.myshopify.com/admin/api/2026-10/graphql.json')).toBe('token');
  expect(signed('https://storage.example/result.jsonl')).toBeNull();
  expect(signed('https://small.myshopify.com.example/')).toBeNull();
});

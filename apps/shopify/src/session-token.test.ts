import { ShopifyFake } from '@clientele/fakes';
import { instantOfMs } from '@clientele/model';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { KEYS } from './app.fixture.js';
import { isForShopify, readSessionToken } from './session-token.js';

const NOW_MS = Date.parse('2026-11-22T12:00:00Z');
const NOW_S = NOW_MS / 1000;
const { app } = new ShopifyFake({ now: () => NOW_MS });

const read = (token: string, keys = KEYS) => readSessionToken(token, keys, instantOfMs(NOW_MS));

test('a session token says who works in which shop; its clock may be ten seconds off, and its secret the one before', async () => {
  const token = app.sessionToken({ sub: '42' });
  expect(await read(token)).toEqual({ domain: 'super-toys.myshopify.com', user: '42', text: token });
  expect(await read(app.sessionToken({ exp: NOW_S - 9 }))).toBeDefined();
  expect(await read(app.sessionToken({ nbf: NOW_S + 9 }))).toBeDefined();
  expect(
    await read(token, { ...KEYS, clientSecret: 'new', formerClientSecrets: ['fake-client-secret'] }),
  ).toBeDefined();
});

const payload = app.sessionToken().split('.')[1];
const head = (alg: string) => Buffer.from(JSON.stringify({ alg, typ: 'JWT' })).toString('base64url');

test.each([
  ['has expired', app.sessionToken({ exp: NOW_S - 11 })],
  ['is not good yet', app.sessionToken({ nbf: NOW_S + 11 })],
  ['does not say until when it is good', app.sessionToken({ exp: undefined })],
  ['does not say from when it is good', app.sessionToken({ nbf: undefined })],
  ['names nobody', app.sessionToken({ sub: undefined })],
  ['is for another app', app.sessionToken({ aud: 'another-app' })],
  ['is for several apps', app.sessionToken({ aud: ['fake-client-id', 'another-app'] })],
  ["is from another shop's admin", app.sessionToken({ iss: 'https://other.myshopify.com/admin' })],
  ['is for another shop than the one it is from', app.sessionToken({ dest: 'https://other.myshopify.com' })],
  [
    'is from a place that is no shop of Shopify',
    app.sessionToken({ dest: 'https://evil.example', iss: 'https://evil.example/admin' }),
  ],
  ['is signed with another secret', app.sessionToken({}, 'another secret')],
  ['is not signed', `${head('none')}.${payload}.`],
  ['says that it is signed in another way', `${head('HS512')}.${payload}.${app.sessionToken().split('.')[2]}`],
  ['was changed', app.sessionToken().replace(/\.[^.]+\./, `.${app.sessionToken({ sub: '2' }).split('.')[1]}.`)],
])('one that %s is refused', async (_, token) => {
  expect(isForShopify(token)).toBe(true);
  expect(await read(token)).toBeUndefined();
});

test('one that is signed in another way is refused, though by the secret of the app', async () => {
  const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString());
  const signed = (alg: string) =>
    new SignJWT(claims).setProtectedHeader({ alg }).sign(new TextEncoder().encode(KEYS.clientSecret.repeat(4)));
  const keys = { ...KEYS, clientSecret: KEYS.clientSecret.repeat(4) };
  expect(await read(await signed('HS256'), keys)).toBeDefined();
  expect(await read(await signed('HS512'), keys)).toBeUndefined();
});

test('other tokens are not for Shopify', () => {
  for (const other of ['', 'nonsense', 'a.b.c', `${head('HS256')}.${Buffer.from('{}').toString('base64url')}.x`]) {
    expect(isForShopify(other)).toBe(false);
  }
});

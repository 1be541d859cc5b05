import { instant, instantOfMs, msOfInstant } from '@clientele/model';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import type { Hook } from '../connector.js';
import { hmac, isSigned } from './hmac.js';
import { standardWebhook } from './standard-webhooks.js';

const body = new TextEncoder().encode('{"name":"Zoë — \\u00e9", "total": 16.190}');
const NOW = instant('2026-05-04T10:00:00Z');

function aHook(headers: Record<string, string>, bytes: Uint8Array = body): Hook {
  return { headers: new Headers(headers), body: bytes, url: 'https://clientele.example/hooks/1' };
}

test('a signature over the raw bytes is found with any of the secrets, so that they can be changed', () => {
  const recipe = { header: 'x-signature', algorithm: 'sha256', encoding: 'base64' } as const;
  const signature = hmac('sha256', 'new', [body], 'base64');
  const hook = aHook({ 'x-signature': signature });
  expect(isSigned(recipe, hook, ['old', 'new'])).toBe(true);
  expect(isSigned(recipe, hook, ['old'])).toBe(false);
  expect(isSigned(recipe, hook, [])).toBe(false);
  expect(isSigned(recipe, aHook({}), ['new'])).toBe(false);
});

test('no second spelling of a signature passes', () => {
  const hex = { header: 'x-signature', algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=' } as const;
  const signature = hmac('sha256', 'key', [body], 'hex');
  expect(isSigned(hex, aHook({ 'x-signature': `sha256=${signature}` }), ['key'])).toBe(true);
  expect(isSigned(hex, aHook({ 'x-signature': `sha256=${signature.toUpperCase()}` }), ['key'])).toBe(false);
  expect(isSigned(hex, aHook({ 'x-signature': signature }), ['key'])).toBe(false);
});

test('a recipe may sign the address as well', () => {
  const recipe = {
    header: 'x-signature',
    algorithm: 'sha256',
    encoding: 'base64',
    content: ({ url, body: bytes }: Hook) => [url, bytes],
  } as const;
  const hook = aHook({ 'x-signature': hmac('sha256', 'key', ['https://clientele.example/hooks/1', body], 'base64') });
  expect(isSigned(recipe, hook, ['key'])).toBe(true);
  expect(isSigned(recipe, { ...hook, url: 'https://clientele.example/hooks/2' }, ['key'])).toBe(false);
});

const SECRET = `whsec_${Buffer.from('a secret of twenty four b').toString('base64')}`;

function signedByTheLibrary(at = NOW): Hook {
  const signature = new Webhook(SECRET).sign('msg_1', new Date(at), new TextDecoder().decode(body));
  return aHook({
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(msOfInstant(at) / 1000),
    'webhook-signature': `v1,${'A'.repeat(43)}= ${signature}`,
  });
}

test("what the standard's own library signs is verified, among other signatures", () => {
  expect(standardWebhook(signedByTheLibrary(), [SECRET], NOW)).toEqual({ outcome: 'verified', id: 'msg_1' });
  expect(standardWebhook(signedByTheLibrary(), ['whsec_b3RoZXI='], NOW).outcome).toBe('refused');
});

test.each([-301_000, 301_000])('what is %i ms from now may be played again, and is refused', (ms) => {
  const at = instantOfMs(msOfInstant(NOW) + ms);
  expect(standardWebhook(signedByTheLibrary(at), [SECRET], NOW)).toMatchObject({ outcome: 'refused' });
});

test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('without %s it is refused', (name) => {
  const hook = signedByTheLibrary();
  hook.headers.delete(name);
  expect(standardWebhook(hook, [SECRET], NOW)).toEqual({ outcome: 'refused', reason: 'it is not signed' });
});

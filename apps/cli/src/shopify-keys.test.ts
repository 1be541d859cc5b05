import { expect, test } from 'vitest';
import { shopifyKeys } from './shopify-keys.js';

test('an app of Shopify has an id and a secret, and those of before while one is changed', () => {
  expect(shopifyKeys({})).toBeUndefined();
  expect(shopifyKeys({ SHOPIFY_CLIENT_ID: 'id', SHOPIFY_CLIENT_SECRET: 's' })).toEqual({
    clientId: 'id',
    clientSecret: 's',
    formerClientSecrets: [],
  });
  const changing = { SHOPIFY_CLIENT_ID: 'id', SHOPIFY_CLIENT_SECRET: 's3', SHOPIFY_FORMER_CLIENT_SECRETS: 's1, s2' };
  expect(shopifyKeys(changing)?.formerClientSecrets).toEqual(['s1', 's2']);
  expect(() => shopifyKeys({ SHOPIFY_CLIENT_ID: 'id' })).toThrow('SHOPIFY_CLIENT_SECRET is not set');
  expect(() => shopifyKeys({ SHOPIFY_CLIENT_SECRET: 'hush' })).toThrow(/^SHOPIFY_CLIENT_ID is not set(?!.*hush)/);
});

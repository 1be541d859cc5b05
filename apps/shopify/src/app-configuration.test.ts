import { readFile } from 'node:fs/promises';
import { ACCESS_SCOPES, API_VERSIONS, HEARD_TOPICS } from '@clientele/connector-shopify';
import { expect, test } from 'vitest';
import { COMPLIANCE_TOPICS } from './compliance-topics.js';
import { APP_TOPICS, COMPLIANCE_PATH, WEBHOOKS_PATH } from './hook-addresses.js';

const text = await readFile(new URL('../shopify.app.toml', import.meta.url), 'utf8');

/** The texts of a list in the file. */
function listed(name: string): string[] {
  const list = new RegExp(`^ *${name} = \\[([^\\]]*)\\]`, 'm').exec(text)?.[1] ?? '';
  return [...list.matchAll(/"([^"]*)"/g)].map(([, one]) => one ?? '');
}

test('the configuration of the app asks for what the code reads, and sends what it hears to where it hears', () => {
  expect(/^scopes = "(.*)"$/m.exec(text)?.[1]?.split(',').sort()).toEqual([...ACCESS_SCOPES].sort());
  expect(/^api_version = "(.*)"$/m.exec(text)?.[1]).toBe(API_VERSIONS[0]);
  expect(listed('topics')).toEqual([...APP_TOPICS, ...HEARD_TOPICS]);
  expect(listed('compliance_topics')).toEqual([...COMPLIANCE_TOPICS]);
  const addresses = [...text.matchAll(/^ *uri = "(.*)"$/gm)].map(([, address]) => new URL(address ?? '').pathname);
  expect(addresses).toEqual([WEBHOOKS_PATH, COMPLIANCE_PATH]);
});

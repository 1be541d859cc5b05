import { expect, test } from 'vitest';
import { z } from 'zod';
import { askedSettings } from './asked-settings.js';
import { apart, readSettings, secret, secretNames, secretTexts } from './settings.js';

const schema = z.object({
  address: z.url(),
  key: secret(),
  pin: secret().optional(),
  hookSecrets: z.array(secret()).default([]),
});
const settings = { address: 'https://shop.example', key: 'ck_1', hookSecrets: ['a', 'b'] };

test('secrets are told by name, also where they are optional, several or have a default', () => {
  expect(secretNames(schema)).toEqual(['key', 'pin', 'hookSecrets']);
  expect(secretTexts(schema, settings)).toEqual(['ck_1', 'a', 'b']);
});

test('settings are told apart for storing, and read together again', () => {
  const { open, secret: hidden } = apart(schema, settings);
  expect(open).toEqual({ address: 'https://shop.example' });
  expect(hidden).toEqual({ key: 'ck_1', hookSecrets: ['a', 'b'] });
  expect(readSettings(schema, { ...open, ...hidden })).toEqual({ outcome: 'read', settings });
});

test('what is wrong is said by name and without the value', () => {
  const reading = readSettings(schema, { address: 'ck_secret', key: 7 });
  expect(reading).toMatchObject({ outcome: 'invalid', reason: expect.stringMatching(/^address: .*; key: /) });
  expect(JSON.stringify(reading)).not.toContain('ck_secret');
});

test('whoever asks people for them knows which are secret, needed and lists', () => {
  const asked = askedSettings(schema).map(({ name, ...is }) => [
    name,
    ...Object.entries(is).flatMap(([what, isSo]) => (isSo ? [what] : [])),
  ]);
  expect(asked).toEqual([
    ['address', 'isNeeded'],
    ['key', 'isSecret', 'isNeeded'],
    ['pin', 'isSecret'],
    ['hookSecrets', 'isSecret', 'isList'],
  ]);
});

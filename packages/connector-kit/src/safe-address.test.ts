import { expect, test } from 'vitest';
import { safeAddress } from './safe-address.js';

const taken = (address: string) => safeAddress('https://shop.example').safeParse(address).success;

test.each([
  'https://shop.example',
  'https://shop.example/admin',
  'http://localhost:8080',
  'http://127.0.0.1',
  'http://[::1]:3000',
])('secrets may be sent to %s', (address) => expect(taken(address)).toBe(true));

test.each([
  'http://shop.example',
  'http://localhost:1@shop.example',
  'https://ann@shop.example',
  'http://localhost.example',
  'ftp://localhost',
  'shop.example',
  '',
])('secrets are not sent to %j', (address) => expect(taken(address)).toBe(false));

test('a password in an address is refused, with where it belongs, and not said', () => {
  const { error } = safeAddress('https://shop.example').safeParse('https://ann:s3cret@shop.example');
  expect(error?.issues.map(({ message }) => message)).toEqual([
    'must have no user and password before its host: give what signs in by settings of its own, as secrets',
  ]);
});

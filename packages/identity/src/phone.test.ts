import { expect, test } from 'vitest';
import { normalisePhone } from './phone.js';

test.each([
  ['312-734-4358', 'US', '+13127344358'],
  ['(312) 734.4358', 'US', '+13127344358'],
  ['13127344358', 'US', '+13127344358'],
  ['0013127344358', 'DE', '+13127344358'],
  // 00 is the international prefix of most countries and of no American telephone; shops write it anyway.
  ['00447911123456', 'US', '+447911123456'],
  ['+44 (0) 7911 123456', undefined, '+447911123456'],
  ['+44 7911 123456', 'US', '+447911123456'],
  ['07911 123456', 'GB', '+447911123456'],
  ['０７９１１１２３４５６', 'GB', '+447911123456'],
  ['tel:+447911123456', undefined, '+447911123456'],
  ['030 901820', 'DE', '+4930901820'],
])('%s in %s is %s', (text, country, normalised) => {
  expect(normalisePhone(text, country)).toBe(normalised);
});

test.each([
  ['', 'US'],
  ['312-734-4358', undefined],
  ['312-734-4358', 'XX'],
  ['000-0000', 'US'],
  ['0000000', 'GB'],
  ['123456789', 'DE'],
  ['1234567890', 'US'],
  ['5555555555', 'US'],
  ['+10000000000', undefined],
  ['911', 'US'],
  ['312-734-4358 x12', 'US'],
  ['312-734-4358 / 312-734-4359', 'US'],
  ['ask for Ann: 312-734-4358', 'US'],
])('%s in %s is no number', (text, country) => {
  expect(normalisePhone(text, country)).toBeNull();
});

import { expect, test } from 'vitest';
import { normaliseEmail } from './email.js';

test.each([
  [' Ann.Smith@Example.ORG ', 'ann.smith@example.org'],
  ['a.b+news@gmail.com', 'ab@gmail.com'],
  ['A.B@GoogleMail.com', 'ab@gmail.com'],
  ['a.b@outlook.com', 'a.b@outlook.com'],
  ['ann+shop@hotmail.co.uk', 'ann@hotmail.co.uk'],
  ['ann+shop@icloud.com', 'ann@icloud.com'],
  // At a provider that we do not know, the plus may be part of the name.
  ['ann+shop@example.org', 'ann+shop@example.org'],
  ['jürgen@müller.de', 'jürgen@xn--mller-kva.de'],
  ['ann@XN--MLLER-KVA.de', 'ann@xn--mller-kva.de'],
  ['\u200bann@example.org\ufeff', 'ann@example.org'],
  ['ａｎｎ@example.org', 'ann@example.org'],
  ["o'brien@example.org", "o'brien@example.org"],
])('%s is %s', (text, normalised) => {
  expect(normaliseEmail(text)).toBe(normalised);
});

test.each([
  '',
  'anonymized',
  'ann',
  '@example.org',
  'ann@',
  'ann@example',
  'ann@exa mple.org',
  'ann @example.org',
  'ann@@example.org',
  'ann@example.org, bob@example.org',
  'Ann <ann@example.org>',
  'ann@-example.org',
  'ann@127.0.0.1',
  'ann@example..org',
  '+tag@gmail.com',
  `${'a'.repeat(65)}@example.org`,
  `ann@${'a.'.repeat(130)}org`,
])('%s is no address', (text) => {
  expect(normaliseEmail(text)).toBeNull();
});

test('a normalised address stays as it is', () => {
  for (const text of ['A.B+x@gmail.com', 'jürgen@müller.de', 'ann+shop@outlook.de']) {
    const once = normaliseEmail(text);
    expect(once).not.toBeNull();
    expect(normaliseEmail(once ?? '')).toBe(once);
  }
});

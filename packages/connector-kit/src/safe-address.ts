import { z } from 'zod';

const THIS_MACHINE = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * A setting: an address that secrets may be sent to, with https, since what stays on this machine has no way; and with no
 * password in it, which would be stored and shown as addresses are. `example` is one, for people.
 */
export function safeAddress(example: string) {
  return z
    .url({ protocol: /^https?$/, error: `is not an address such as ${example}`, abort: true })
    .refine(signsNobodyIn, {
      error: 'must have no user and password before its host: give what signs in by settings of its own, as secrets',
      abort: true,
    })
    .refine(isUnheard, 'must begin with https: what goes over anything else can be read on the way');
}

function signsNobodyIn(address: string): boolean {
  const { username, password } = new URL(address);
  return username === '' && password === '';
}

function isUnheard(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && THIS_MACHINE.has(hostname));
}

import { z } from 'zod';

const THIS_MACHINE = new Set(['localhost', '127.0.0.1', '[::1]']);

/** A setting: an address that secrets may be sent to. `example` is one, for people. */
export function safeAddress(example: string) {
  return z
    .url({ protocol: /^https?$/, error: `is not an address such as ${example}`, abort: true })
    .refine(keepsSecrets, 'must begin with https: over anything else, secrets would be read on the way');
}

/** With https; what stays on this machine has no way. Of an address that is one. */
export function keepsSecrets(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && THIS_MACHINE.has(hostname));
}

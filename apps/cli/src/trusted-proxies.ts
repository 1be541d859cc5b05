import { isIP } from 'node:net';
import { InvalidArgumentError } from 'commander';

/**
 * Reads the option that names the proxies before the server; undefined where there are none. Trusting everybody would
 * let anybody choose their address, so there is no word for that.
 */
export function trustedProxies(text: string): string | undefined {
  if (text === '') return undefined;
  for (const one of text.split(',')) {
    const [address = '', bits = '32', ...more] = one.trim().split('/');
    const most = isIP(address) === 6 ? 128 : 32;
    const isNetwork = isIP(address) !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most && more.length === 0;
    if (isNetwork || ['loopback', 'linklocal', 'uniquelocal'].includes(one.trim())) continue;
    throw new InvalidArgumentError(
      `'${one}' is no proxy: write an address, a network such as 10.0.0.0/8, or loopback.`,
    );
  }
  return text;
}

import { hash } from 'node:crypto';

/** 64 bits of a hash of a normalised name, as decimal text; `0` for no name. */
export function nameHash(name: string | null): string {
  return name === null ? '0' : BigInt(`0x${hash('sha256', name, 'hex').slice(0, 16)}`).toString();
}

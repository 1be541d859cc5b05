import { createHash } from 'node:crypto';

/**
 * The number that stands for a text in draws: the first eight bytes of its SHA-256, high byte first. That of each profile's
 * id is stored beside it, so that a draw need not hash everybody: see {@link shuffled}.
 */
export function drawOf(text: string): bigint {
  return createHash('sha256').update(text).digest().readBigUInt64BE(0);
}

/** A number of 64 bits for another one, as if drawn: the finalizer of MurmurHash3, as the engine's `intHash64` has it. */
export function shuffled(number: bigint): bigint {
  let mixed = number ^ 0x4cf2d2baae6da887n;
  mixed ^= mixed >> 33n;
  mixed = BigInt.asUintN(64, mixed * 0xff51afd7ed558ccdn);
  mixed ^= mixed >> 33n;
  mixed = BigInt.asUintN(64, mixed * 0xc4ceb9fe1a85ec53n);
  return mixed ^ (mixed >> 33n);
}

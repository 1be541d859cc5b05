import { hash } from 'node:crypto';
import { msOfInstant, type Version } from '@clientele/model';

/** Raised when the rows made of a record change their meaning, so that reading the same record again replaces them. */
const PARSER_REVISION = 1n;

/**
 * A record's version as one number: updated-at in microseconds (64 bits), the source's tiebreak (32), the parser
 * revision (8) and a hash of the content (24), so that two versions of one instant have an order, the same on every
 * arrival.
 */
export function versionNumber(version: Version, content: bigint): bigint {
  const micros = BigInt(msOfInstant(version.updatedAt)) * 1000n + EPOCH_SHIFT;
  return (micros << 64n) | (BigInt(version.tiebreak) << 32n) | (PARSER_REVISION << 24n) | (content & 0xff_ffffn);
}

/** Keeps years before 1970 positive: microseconds from 1900 on. */
const EPOCH_SHIFT = -BigInt(Date.parse('1900-01-01T00:00:00Z')) * 1000n;

/** 64 bits of a hash of the record's canonical JSON. */
export function contentHash(body: string): bigint {
  return BigInt(`0x${hash('sha256', body, 'hex').slice(0, 16)}`);
}

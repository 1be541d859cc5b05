import { type Decimal, toMillionths } from '@clientele/model';
import type { Sample } from '../tree/condition.js';
import { drawOf } from '../tree/draw.js';
import type { Scope } from './scope.js';

/** SQL that a profile is in a sample: so many percent of all, drawn by shop and seed. The same in `reference/sample.ts`. */
export function compileSample({ percent, seed }: Sample, scope: Scope): string {
  return drawn(`${scope.context.shop}\n${seed}`, percent, scope);
}

/** SQL that a profile is in the shop's hold-out. */
export function compileHoldOut(scope: Scope): string {
  const { holdOut } = scope.context;
  return holdOut === undefined ? '0' : drawn(`hold-out\n${holdOut.salt}`, holdOut.percent, scope);
}

/** SQL that what a lot makes of the number of the profile's id is below so many percent of 2^64. */
function drawn(lot: string, percent: string, scope: Scope): string {
  const { shop, profileIds } = scope.context;
  const place = `intHash64(bitXor(draw, ${scope.param('UInt64', String(drawOf(lot)))}))`;
  const hundredth = 100_000_000n;
  const limit = (toMillionths(percent as Decimal) * 2n ** 64n + hundredth - 1n) / hundredth;
  const ofShop = `shop = ${scope.param('String', shop)}`;
  // Without identity() the engine looks every one up in the primary key first.
  return `identity(profile_no) IN (SELECT profile_no FROM ${profileIds} WHERE ${ofShop} AND ${place} < ${scope.param('UInt128', String(limit))})`;
}

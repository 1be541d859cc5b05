import { parseDecimal, toMillionths } from '@clientele/model';
import { shown } from './shown.js';
import type { TokenCursor } from './token-cursor.js';

const WHOLE = 100_000_000n;

/** Reads `10%`, above 0 and, unless it may be more, at most 100; `before` is what messages write before it. */
export function parsePercent(cursor: TokenCursor, before: string, mayBeMore = false): string | undefined {
  const { current } = cursor;
  const hint = `Write ${before}10%.`;
  if (current.kind !== 'literal' || current.literal.kind !== 'number') {
    return cursor.fail('bad-percent', `A percentage is missing before ${shown(current)}`, hint);
  }
  const percent = parseDecimal(current.literal.digits);
  const millionths = percent === undefined ? 0n : toMillionths(percent);
  if (percent === undefined || millionths <= 0n || (!mayBeMore && millionths > WHOLE)) {
    const most = mayBeMore ? '' : ' and at most 100';
    return cursor.fail('bad-percent', `${shown(current)} is not a percentage above 0${most}`, hint);
  }
  cursor.advance();
  if (!cursor.symbol('%')) return cursor.fail('bad-percent', `'%' is missing before ${shown(cursor.current)}`, hint);
  return percent;
}

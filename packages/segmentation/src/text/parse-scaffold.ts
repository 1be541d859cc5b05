import { shown } from './shown.js';
import type { TokenCursor } from './token-cursor.js';

const HINT = 'Write FROM customers SHOW customer_name WHERE …, or the condition alone.';

/** Passes `FROM customers SHOW … WHERE`: true where it stands, false where it does not, undefined after a fault. */
export function parseHead(cursor: TokenCursor): boolean | undefined {
  if (!cursor.keyword('FROM')) return false;
  const { current } = cursor;
  if (current.kind !== 'name' || current.name.toLowerCase() !== 'customers') {
    return cursor.fail('unexpected', `A segment is of customers, not of ${shown(current)}`, HINT);
  }
  cursor.advance();
  if (cursor.keyword('SHOW') && !parseNames(cursor)) return undefined;
  if (cursor.keyword('WHERE')) return true;
  if (cursor.atEnd) return cursor.fail('empty', 'The query has no condition', 'Add WHERE and a condition.');
  return cursor.fail('unexpected', `WHERE is missing before ${shown(cursor.current)}`, HINT);
}

/** Passes `GROUP BY …` or `ORDER BY …`, neither of which says who is in. */
export function parseTail(cursor: TokenCursor): void {
  const isGroup = cursor.isKeyword('GROUP');
  const { place } = cursor.advance();
  if (!cursor.keyword('BY')) {
    cursor.fail('unexpected', `BY is missing before ${shown(cursor.current)}`, HINT);
  } else if (parseNames(cursor)) {
    const { current } = cursor;
    if (isGroup) {
      const message = 'GROUP BY says nothing about who is in, and is left out';
      cursor.warnings.push({ code: 'group-by', message, hint: null, ...place });
    }
    if (cursor.atEnd || cursor.isKeyword('GROUP', 'ORDER')) return;
    const isLimit = current.kind === 'name' && current.text.toUpperCase() === 'LIMIT';
    const hint = isLimit ? 'A segment has all members; there is no LIMIT.' : HINT;
    cursor.fail('unexpected', `${shown(current)} is unexpected here`, hint);
  }
  while (!cursor.atEnd) cursor.advance();
}

function parseNames(cursor: TokenCursor): boolean {
  do {
    if (cursor.current.kind !== 'name') {
      cursor.fail('unexpected', `A name is missing before ${shown(cursor.current)}`, HINT);
      return false;
    }
    cursor.advance();
    cursor.keyword('ASC', 'DESC');
  } while (cursor.symbol(','));
  return true;
}

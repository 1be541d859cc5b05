import type { Token } from './token.js';

/** A token as messages name it. */
export function shown(token: Token): string {
  if (token.kind === 'end') return 'the end';
  return token.text.length > 40 ? `'${token.text.slice(0, 40)}…'` : `'${token.text}'`;
}

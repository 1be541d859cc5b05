import type { Place } from './place.js';

/** Gives places by offset; asked in ascending order, it walks the text once. */
export function placesIn(text: string): (offset: number, length: number) => Place {
  const breaks = /\r\n|\r|\n/g;
  let line = 1;
  let lineStart = 0;
  let next = breaks.exec(text);
  return (offset, length) => {
    while (next !== null && next.index + next[0].length <= offset) {
      line += 1;
      lineStart = next.index + next[0].length;
      next = breaks.exec(text);
    }
    return { line, column: offset - lineStart + 1, offset, length };
  };
}

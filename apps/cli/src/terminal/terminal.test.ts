import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { Terminal } from './terminal.js';

/** What a terminal is sent. */
function shown(write: (terminal: Terminal) => void, columns = 80): string {
  const out = Object.assign(new PassThrough(), { isTTY: true, columns });
  write(new Terminal(out));
  return String(out.read());
}

it('shows what a file holds, and lets it command nothing', () => {
  const esc = String.fromCharCode(27);
  const name = `${esc}]0;title\u0007${esc}[2J${esc}[31mAnn\r\tLee\u007f\u009b5A`;
  const harmless = `␛]0;title␇␛[2J${esc}[31mAnn␍␉Lee␡�5A`;
  expect(shown((terminal) => terminal.line(`${name}\nsecond line`))).toBe(`${harmless}\nsecond line\n`);
  expect(shown((terminal) => terminal.table(['name'], [[name]]))).toContain(harmless);
});

it('keeps tables within the terminal, texts going on below in their column', () => {
  const query = 'number_of_orders >= 2 AND last_order_date < -90d';
  const rows = [
    ['regulars', 1_204, query],
    ['p_07c181hzcaf7hf1n', 7, 'x'],
  ];
  const plain = (columns: number) =>
    stripVTControlCharacters(shown((terminal) => terminal.table(['handle', 'members', 'query'], rows), columns));
  expect(plain(60)).toBe(
    [
      'handle              members  query',
      'regulars              1,204  number_of_orders >= 2 AND',
      '                             last_order_date < -90d',
      'p_07c181hzcaf7hf1n        7  x',
      '',
    ].join('\n'),
  );
  // Without room for its words, or without a terminal, a table is as wide as it is.
  expect(plain(30)).toContain('\n                             last_order_date\n');
  const piped = new PassThrough();
  new Terminal(piped).table(['query'], [[`${query} OR ${query}`]]);
  expect(String(piped.read())).toBe(`query\n${query} OR ${query}\n`);
});

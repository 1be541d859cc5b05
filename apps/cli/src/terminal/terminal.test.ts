import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { Terminal } from './terminal.js';

/** What a terminal is sent. */
function shown(write: (terminal: Terminal) => void): string {
  const out = Object.assign(new PassThrough(), { isTTY: true });
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

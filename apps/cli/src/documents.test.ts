import { readdirSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { program } from './program.js';

const ROOT = new URL('../../../', import.meta.url);
const DOCS = readdirSync(new URL('docs/', ROOT)).filter((file) => file.endsWith('.md'));
const PAGES = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...DOCS.map((file) => `docs/${file}`)];

const shell = (line: string) =>
  [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, plain]) => double ?? single ?? plain ?? '');

/** The commands of a page's blocks, and those that it names within its text, there without options. */
function commandsOf(page: string): string[][] {
  const text = readFileSync(new URL(page, ROOT), 'utf8');
  const blocks = text.split('\n').flatMap((line) => {
    const [, command] = /^(?: {4}|)[^`|#]*?(?:npx |^ {4}|\b[A-Z_]+=\S+ )clientele (.*)$/.exec(line) ?? [];
    if (command === undefined) return [];
    const words = shell(command);
    const end = words.findIndex((word) => ['|', '&&', '>'].includes(word));
    return [end === -1 ? words : words.slice(0, end)];
  });
  const named = [...text.matchAll(/`(?:npx )?clientele ([^`]*)`/g)].map(([, command = '']) =>
    shell(command.replace(/(^|\s)--.*$/, '')),
  );
  return [...blocks, ...named];
}

/** What the command line would say about words that it does not know; it runs nothing. */
function unknownWords(words: readonly string[]): string[] {
  let command: Command = program({}, () => {});
  let { operands, unknown } = command.parseOptions([...words]);
  for (;;) {
    const next = command.commands.find((one) => one.name() === operands[0]);
    if (next === undefined) break;
    command = next;
    ({ operands, unknown } = command.parseOptions([...operands.slice(1), ...unknown]));
  }
  const takesAny = command.registeredArguments.some(({ variadic }) => variadic);
  const tooMany = takesAny ? [] : operands.slice(command.registeredArguments.length);
  return [...tooMany, ...unknown];
}

describe('the documents', () => {
  it.each(PAGES)('%s names no command and no option that is not there', (page) => {
    expect(commandsOf(page).map((words) => [words.join(' '), unknownWords(words)])).toEqual(
      commandsOf(page).map((words) => [words.join(' '), []]),
    );
  });

  it('are found to be wrong where they are', () => {
    expect(commandsOf('README.md').length).toBeGreaterThan(8);
    expect(commandsOf('docs/operating.md').length).toBeGreaterThan(5);
    expect(unknownWords(['segment', 'remove', 'regulars'])).toEqual(['remove', 'regulars']);
    expect(unknownWords(['status', '--shop', 'mine', '--fast'])).toEqual(['--fast']);
  });
});

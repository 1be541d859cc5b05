import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { AskedSetting } from '@clientele/connector-kit';
import { CommandError } from './command-error.js';

/** Settings of a connection by name, as a person gave them. */
export type GivenSettings = Readonly<Record<string, string | readonly string[]>>;

export interface SettingSources {
  readonly kind: string;
  readonly asked: readonly AskedSetting[];
  /** `name=value`, from the command line. */
  readonly written: readonly string[];
  /** A file with secrets, `-` for standard input. */
  readonly secretsFile: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Gathers the settings of a connection: those that are open from the command line, secrets from a file, the environment
 * or a prompt, which shows nothing. A secret on the command line is refused: others could read it in the list of
 * processes and in the shell's history. @throws CommandError
 */
export async function givenSettings(sources: SettingSources): Promise<GivenSettings> {
  const { kind, asked, written, secretsFile, environment } = sources;
  const given = new Map<string, string[]>();
  const add = (line: string, mayBeSecret: boolean, place: string) => {
    const at = line.indexOf('=');
    const name = line.slice(0, Math.max(at, 0)).trim();
    const setting = asked.find((one) => one.name === name);
    // It may be a secret itself, so it is not repeated.
    if (setting === undefined) {
      throw new CommandError(2, `${place} is none of ${kind}; they are written name=value: ${namesOf(asked)}.`);
    }
    if (setting.isSecret && !mayBeSecret) {
      throw new CommandError(2, `${name} is secret and does not belong on the command line: ${waysOf(kind, [name])}.`);
    }
    given.set(name, [...(given.get(name) ?? []), line.slice(at + 1).trim()]);
  };
  written.forEach((line, at) => {
    add(line, false, `Setting ${at + 1} on the command line`);
  });
  if (secretsFile !== undefined) {
    const lines = await linesOf(secretsFile);
    lines.forEach((line, at) => {
      add(line, true, `Setting ${at + 1} of --secrets`);
    });
  }
  for (const { name } of asked) {
    const value = environment[variableOf(kind, name)];
    if (value !== undefined && value !== '' && !given.has(name)) given.set(name, [value]);
  }
  const missing = asked.filter(({ name, isSecret, isNeeded }) => isSecret && isNeeded && !given.has(name));
  if (process.stdin.isTTY === true && process.stderr.isTTY === true && secretsFile !== '-') {
    for (const { name } of missing) {
      const value = await prompted(`${name} (not shown; nothing keeps what is stored): `);
      if (value !== '') given.set(name, [value]);
    }
  }
  const isList = new Set(asked.filter((one) => one.isList).map(({ name }) => name));
  return Object.fromEntries(
    [...given].map(([name, values]) => [name, isList.has(name) ? values : (values.at(-1) ?? '')]),
  );
}

/** How secrets can be given. */
export function waysOf(kind: string, names: readonly string[]): string {
  const variables = names.map((name) => variableOf(kind, name)).join(' and ');
  return `set ${variables}, give a file of lines name=value with --secrets (- is standard input), or wait to be asked on a terminal`;
}

function namesOf(asked: readonly AskedSetting[]): string {
  return asked.map(({ name, isSecret }) => (isSecret ? `${name} (secret)` : name)).join(', ');
}

/** `CLIENTELE_WOOCOMMERCE_CONSUMER_KEY`. */
function variableOf(kind: string, name: string): string {
  return `CLIENTELE_${kind}_${name.replace(/[A-Z]/g, (letter) => `_${letter}`)}`.replaceAll('-', '_').toUpperCase();
}

async function linesOf(file: string): Promise<string[]> {
  try {
    const content = file === '-' ? await text(process.stdin) : await readFile(resolve(file), 'utf8');
    return content.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  } catch (error) {
    throw new CommandError(2, `The secrets cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

/** What a person types, unseen. */
async function prompted(question: string): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return (await lines.question('')).trim();
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

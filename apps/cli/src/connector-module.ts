import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Connector } from '@clientele/connector-kit';
import { CommandError } from './command-error.js';

/** What a connector's package offers: itself, or itself with the world that it is checked on. */
export type Face = '.' | './check';

/**
 * Loads a module of somebody's connector: the file given, or what the package in the directory given exports.
 * @throws CommandError that says what is not there, not built or broken
 */
export async function loadConnectorModule(given: string, face: Face): Promise<object> {
  const path = resolve(given);
  if (!existsSync(path)) throw new CommandError(2, `There is no module or package ${given}.`);
  const file = statSync(path).isDirectory() ? await exportedFile(given, path, face) : path;
  if (!existsSync(file)) throw new CommandError(2, `${given} is not built yet: run npm run build in it.`);
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    throw new CommandError(2, `${given} cannot be loaded: ${error instanceof Error ? error.message : error}.`);
  }
}

export function isConnector(value: unknown): value is Connector {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['id', 'settings', 'limits', 'check', 'streams'].every((name) => name in value)
  );
}

async function exportedFile(given: string, directory: string, face: Face): Promise<string> {
  const manifest = join(directory, 'package.json');
  const { exports = {} }: Manifest = existsSync(manifest) ? JSON.parse(await readFile(manifest, 'utf8')) : {};
  const file = exports[face]?.default;
  if (file !== undefined) return join(directory, file);
  throw new CommandError(2, `${given} is no package that exports '${face}', see docs/write-a-connector.md.`);
}

interface Manifest {
  readonly exports?: Readonly<Record<string, { readonly default?: string }>>;
}

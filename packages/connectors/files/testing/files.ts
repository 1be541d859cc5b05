import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Item, ReadRecord, RefusedInput } from '@clientele/connector-kit';
import type { SourceRecord } from '@clientele/model';
import { onTestFinished } from 'vitest';
import { type FileRequest, readFile } from '../src/index.ts';
import { localFile } from '../src/source/local-file.ts';
import type { SourceFile } from '../src/source/source-file.ts';

/** Writes a file that lives as long as the test. */
export async function fileOf(name: string, content: string | Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-files-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** The same, opened. */
export async function sourceOf(name: string, content: string | Uint8Array): Promise<SourceFile> {
  const file = await localFile(await fileOf(name, content));
  if ('outcome' in file) throw new Error(file.reason);
  return file;
}

/** All items of a file that can be read. */
export async function itemsOf(request: FileRequest): Promise<Item[]> {
  const reading = await readFile(request);
  if (reading.outcome === 'failed') throw new Error(`${reading.code}: ${reading.reason}`);
  const items: Item[] = [];
  for await (const item of reading.items) items.push(item);
  return items;
}

export function recordsOf<Kind extends SourceRecord['kind']>(
  items: readonly Item[],
  kind: Kind,
): Extract<SourceRecord, { kind: Kind }>[] {
  return items
    .filter((item): item is ReadRecord => item.outcome === 'read')
    .map((item) => item.record)
    .filter((record): record is Extract<SourceRecord, { kind: Kind }> => record.kind === kind);
}

export function refusedOf(items: readonly Item[]): RefusedInput[] {
  return items.filter((item): item is RefusedInput => item.outcome === 'refused');
}

export function rowsOf(items: readonly Item[]): number {
  return items.reduce((sum, item) => sum + item.rows, 0);
}

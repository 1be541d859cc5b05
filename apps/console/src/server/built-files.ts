import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** One file of the built page, in memory. */
export interface BuiltFile {
  readonly content: Buffer;
  readonly type: string;
  readonly etag: string;
}

/** Every file of a built folder under its address, `/` for `index.html`: nothing else can ever be served. */
export async function readBuiltFiles(folder: string): Promise<ReadonlyMap<string, BuiltFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(
    await Promise.all(
      paths.map(async (path): Promise<[string, BuiltFile]> => {
        const address = `/${relative(folder, path).split(sep).join('/')}`;
        return [address === '/index.html' ? '/' : address, await readBuiltFile(path)];
      }),
    ),
  );
}

export async function readBuiltFile(path: string): Promise<BuiltFile> {
  return builtFile(await readFile(path), TYPES[extname(path)] ?? 'application/octet-stream');
}

export function builtFile(made: Buffer | string, type: string): BuiltFile {
  const content = Buffer.from(made);
  const etag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
  return { content, etag, type };
}

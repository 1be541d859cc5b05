import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const EXTENSIONS = new URL('../../../apps/shopify/extensions/', import.meta.url);

/** An extension of the app as one script, which is what Shopify is handed; its default export is then `extension`. */
export async function bundledExtension(path: string): Promise<string> {
  const entry = fileURLToPath(new URL(path, EXTENSIONS));
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'extension' } },
  });
  const [first] = Array.isArray(built) ? built : [built];
  if (first === undefined || !('output' in first)) throw new Error(`${path} was not bundled`);
  const [chunk, ...others] = first.output;
  if (others.length > 0) throw new Error(`${path} is bundled to more than one file`);
  return chunk.code;
}

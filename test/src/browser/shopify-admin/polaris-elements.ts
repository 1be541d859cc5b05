import { readFile } from 'node:fs/promises';
import type { Frame } from 'playwright-core';

/** Names alone: the attributes of each element in the manifest of `@shopify/polaris-types` 1.1.0. */
const ELEMENTS: Readonly<Record<string, readonly string[]>> = JSON.parse(
  await readFile(new URL('../../../src/browser/shopify-admin/polaris-elements.json', import.meta.url), 'utf8'),
);

/** What any element may have. */
const GLOBAL = /^(?:id|slot|class|hidden|data-.*)$/;

export const POLARIS_NAMES = Object.keys(ELEMENTS);

/** The elements and attributes of a page that Polaris does not have, `s-page title` for one. */
export async function unknownToPolaris(frame: Frame): Promise<string[]> {
  const used = await frame.evaluate<[string, string[]][]>(
    `[...document.querySelectorAll('*')]
      .filter(({ localName }) => localName.startsWith('s-'))
      .map((element) => [element.localName, element.getAttributeNames()])`,
  );
  return used.flatMap(([name, attributes]) => {
    const known = ELEMENTS[name];
    if (known === undefined) return [name];
    return attributes.filter((each) => !known.includes(each) && !GLOBAL.test(each)).map((each) => `${name} ${each}`);
  });
}

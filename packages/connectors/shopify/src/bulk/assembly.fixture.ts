import fc from 'fast-check';

const element = fc.record({
  type: fc.constantFrom('LineItem', 'ShippingLine'),
  title: fc.string({ unit: 'grapheme', maxLength: 20 }),
});
const object = fc.record({
  number: fc.bigInt({ min: 1n, max: 10n ** 18n }),
  elements: fc.array(element, { maxLength: 6 }),
  name: fc.string({ unit: 'binary', maxLength: 20 }),
});

/** Orders with lines, in lines of any order; titles may hold anything, even what looks like a line. */
export const written: fc.Arbitrary<string[]> = fc
  .uniqueArray(object, { selector: ({ number }) => number, maxLength: 12 })
  .chain((objects) => {
    const lines = objects.flatMap(({ number, elements, name }) => {
      const id = `gid://shopify/Order/${number}`;
      const children = elements.map(({ type, title }, place) => ({
        __typename: type,
        // Postage may have no id.
        ...(type === 'LineItem' && { id: `gid://shopify/LineItem/${number}${place}` }),
        title: `${title}\n"__parentId":"gid://shopify/Order/1"`,
        __parentId: id,
      }));
      return [{ __typename: 'Order', id, name }, ...children];
    });
    // As Shopify writes them.
    const texts = lines.map((one) => JSON.stringify(one).replaceAll('/', '\\/'));
    return fc.shuffledSubarray(texts, { minLength: texts.length });
  });

/** The same by going through all lines for each object: slow, and plain to see. */
export function assembledPlainly(lines: readonly string[], lists: Readonly<Record<string, { readonly of: string }>>) {
  const read = lines.map((text) => JSON.parse(text));
  const roots = read.filter((one) => one.__parentId === undefined);
  return roots
    .sort((a, b) => (BigInt(a.id.split('/').at(-1)) < BigInt(b.id.split('/').at(-1)) ? -1 : 1))
    .map((root) => {
      const own = Object.entries(lists).map(([name, { of }]) => {
        const nodes = read
          .filter((one) => one.__parentId === root.id && one.__typename === of)
          .map(({ __parentId: _, ...element }) => element);
        return [name, { nodes }];
      });
      return { ...root, ...Object.fromEntries(own) };
    });
}

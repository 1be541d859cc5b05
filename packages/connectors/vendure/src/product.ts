import { present } from '@clientele/connector-kit';
import type { RecordInput } from '@clientele/model';
import { z } from 'zod';
import { id, text, time } from './answered.js';

const named = z.array(z.object({ name: text }));
const answeredProduct = z.object({
  id,
  updatedAt: time,
  name: z.string().min(1),
  variants: z.array(z.object({ sku: text })),
  facetValues: z.array(z.object({ name: text, facet: z.object({ code: z.string() }) })),
  collections: named,
});

/** A product as Vendure answers it. The stock codes of its variants are among its tags, where they can be asked for. */
export function decodeProduct(json: unknown): readonly [RecordInput] {
  const { facetValues, collections, variants, ...product } = answeredProduct.parse(json);
  const namedIn = (facet: string) => facetValues.find(({ facet: { code } }) => code === facet)?.name;
  const places = collections.flatMap(({ name }) => name ?? []);
  const tags = [
    ...facetValues.flatMap(({ name }) => name ?? []),
    ...places,
    ...variants.flatMap(({ sku }) => sku ?? []),
  ];
  const record: RecordInput = {
    kind: 'product',
    externalId: product.id,
    version: { updatedAt: product.updatedAt },
    title: product.name,
    tags: [...new Set(tags)],
    // Vendure has no such fields; these facets are those of its own sample data.
    ...present({ category: namedIn('category') ?? places[0], vendor: namedIn('brand') }),
  };
  return [record];
}

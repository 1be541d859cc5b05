import { type Gone, present } from '@clientele/connector-kit';
import type { RecordInput } from '@clientele/model';
import { answeredProduct } from './answered.js';

/** A product as WooCommerce answers it. Its stock code is among its tags, where it can be asked for. */
export function decodeProduct(json: unknown): readonly RecordInput[] | Gone {
  const { id, name, status, sku, date_modified_gmt: updatedAt, ...more } = answeredProduct.parse(json);
  if (status === 'trash') return { gone: 'hidden' };
  const names = (of: readonly { readonly name: string | undefined }[]) =>
    of.map((one) => one.name).filter((one) => one !== undefined);
  const [category] = names(more.categories.filter(({ slug }) => slug !== 'uncategorized'));
  const [vendor] = names(more.brands);
  return [
    {
      kind: 'product',
      externalId: String(id),
      version: { updatedAt },
      title: name ?? sku ?? String(id),
      tags: [...new Set([...names(more.tags), ...(sku === undefined ? [] : [sku])])],
      ...present({ category, vendor }),
    },
  ];
}

import { present } from '@clientele/connector-kit';
import type { RecordInput } from '@clientele/model';
import { z } from 'zod';
import { text, time } from './answered.js';
import { gid } from './gid.js';

const answeredProduct = z.object({
  id: gid,
  updatedAt: time,
  title: z.string().min(1),
  productType: text,
  vendor: text,
  tags: z.array(z.string().min(1)),
  category: z.object({ fullName: text }).nullish(),
});

/** A product as Shopify answers it. Its category is that of Shopify's taxonomy, or else the type that the merchant wrote. */
export function decodeProduct(json: unknown): readonly RecordInput[] {
  const { id, updatedAt, title, tags, vendor, productType, category } = answeredProduct.parse(json);
  return [
    {
      kind: 'product',
      externalId: id,
      version: { updatedAt },
      title,
      tags,
      ...present({ vendor, category: category?.fullName ?? productType }),
    },
  ];
}

import { z } from 'zod';
import { externalId, nonEmptyText, objectOf, versionField } from './fields.js';

/** Something that can be bought, as one connection describes it. */
export const productRecord = objectOf({
  kind: z.literal('product'),
  externalId,
  version: versionField,
  title: nonEmptyText,
  category: nonEmptyText.optional(),
  vendor: nonEmptyText.optional(),
  tags: z.array(nonEmptyText).default([]),
});
export type ProductRecord = z.output<typeof productRecord>;

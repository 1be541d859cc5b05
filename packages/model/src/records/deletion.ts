import { z } from 'zod';
import { externalId, objectOf, versionField } from './fields.js';

export const RECORD_KINDS = ['customer', 'order', 'refund', 'product', 'event', 'consent'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** The source says that a record is gone; it wins over older versions of that record and loses to newer ones. */
export const deletionRecord = objectOf({
  kind: z.literal('deletion'),
  of: z.enum(RECORD_KINDS),
  externalId,
  version: versionField,
});
export type DeletionRecord = z.output<typeof deletionRecord>;

import { CHANNEL_KINDS } from '@clientele/model';
import { z } from 'zod';
import { currencyCode, zoneName } from '../currency-and-zone.js';
import { type Failure, failure } from '../failure.js';
import { DATE_FORMS } from '../moment.js';
import { perhapsMeant } from '../nearest-name.js';
import { ENCODINGS } from '../source/text.js';
import { MAPPING_FIELDS, NEEDED_FIELDS } from './fields.js';

const columnName = z.string().min(1);

const mappingSchema = z.strictObject({
  rows: z.enum(['orders', 'customers', 'events']),
  /** Field to column. */
  columns: z.record(z.string(), columnName),
  /** Field to the value used where the file has no column for it or the cell is empty. */
  constants: z.record(z.string(), z.string().min(1)).default({}),
  /** Custom attribute to column; customers only. */
  attributes: z.record(z.string().min(1).max(255), columnName).default({}),
  channel: z
    .strictObject({ id: z.string().min(1).max(255), kind: z.enum(CHANNEL_KINDS) })
    .default({ id: 'file', kind: 'other' }),
  currency: currencyCode.optional(),
  timeZone: zoneName.optional(),
  dates: z.enum(DATE_FORMS).default('iso'),
  decimal: z.enum(['.', ',']).default('.'),
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
  encoding: z.enum(ENCODINGS).default('utf-8'),
});

/** How a file of a merchant's own becomes records: which column is which field, and how values are written. */
export type Mapping = z.output<typeof mappingSchema>;

export type MappingReading = { readonly outcome: 'read'; readonly mapping: Mapping } | Failure;

/** Reads the JSON of a mapping, or says which field is wrong and what was perhaps meant. */
export function readMapping(json: unknown): MappingReading {
  const parsed = mappingSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const place = issue?.path.map(String).join('.') ?? '';
    return failure(
      'wrong_mapping',
      `Mapping${place === '' ? '' : `, ${place}`}: ${issue?.message ?? 'is not readable'}`,
    );
  }
  const mapping = parsed.data;
  const fields = Object.keys(MAPPING_FIELDS[mapping.rows]);
  for (const part of ['columns', 'constants'] as const) {
    const unknown = Object.keys(mapping[part]).find((field) => !fields.includes(field));
    if (unknown === undefined) continue;
    return failure(
      'wrong_mapping',
      `Mapping, ${part}.${unknown}: rows of ${mapping.rows} have no such field; ${perhapsMeant(unknown, fields)}`,
    );
  }
  for (const needed of NEEDED_FIELDS[mapping.rows]) {
    if (needed.some((field) => field in mapping.columns || field in mapping.constants)) continue;
    return failure('wrong_mapping', `Mapping, columns: rows of ${mapping.rows} need the field ${needed.join(' or ')}`);
  }
  if (mapping.rows !== 'customers' && Object.keys(mapping.attributes).length > 0) {
    return failure('wrong_mapping', 'Mapping, attributes: only rows of customers have attributes');
  }
  return { outcome: 'read', mapping };
}

import type { Found, Item, Json } from '@clientele/connector-kit';
import type { RecordInput } from '@clientele/model';
import { z } from 'zod';
import { CLIENTELE } from '../formats/clientele.js';
import type { ReadingOptions } from '../formats/format.js';
import { hash64 } from '../hash64.js';
import type { Mapping } from '../mapping/mapping.js';
import { readAgain } from '../read-again.js';
import { parseObject } from '../table/jsonl.js';

/** Ids of records are shorter than this; what is before them in the id of an object must have room. */
const LONGEST = 480;

/** What was met in a file: a record, something that cannot be read, or only that the file can be. */
const fileObject = z.object({
  /** The record that it is about, else its place, by which it is told from others. */
  id: z.string(),
  file: z.string(),
  record: z.custom<RecordInput>((value) => typeof value === 'object' && value !== null).optional(),
  reason: z.string().optional(),
  /** The input itself, where it cannot be read. */
  body: z.string().optional(),
});

const subject = z.object({ kind: z.string(), of: z.string().optional(), externalId: z.string().min(1) });

/** The file can be read: what was refused of it as a whole waits no more. */
export function openedFile(file: string): Found {
  return { object: { id: fitted(file), file } };
}

/** The whole file cannot be read. */
export function refusedFile(file: string, reason: string): Found {
  return { object: { id: fitted(file), file, reason }, partial: true };
}

/** What became of some rows of a file. */
export function foundInFile(file: string, as: string | Mapping, item: Item): Found {
  const { place } = item;
  if (item.outcome === 'read') {
    const { record } = item;
    const said: Json = JSON.parse(JSON.stringify(record));
    return { object: { id: idOf(record) ?? place, file, record: said } };
  }
  const { reason, body } = item;
  const record = as === CLIENTELE.name ? idOf(parseObject(body)) : undefined;
  const where = `${file} ${place}`;
  // Where a line says which record it is, that one is known to be there; else any may be.
  return record === undefined
    ? { object: { id: fitted(where), file, reason, body }, partial: true }
    : { object: { id: record, file, reason: `${where}: ${reason}`, body } };
}

export function fileObjectId(object: Json): string | undefined {
  return fileObject.safeParse(object).data?.id;
}

/**
 * The records that an object says. Input that could not be read is read once more, as another release may; a row of an
 * order is not, since it would make an order of a part of its rows.
 */
export function decodeFileObject(
  object: Json,
  wayOf: (file: string) => { readonly as: string | Mapping; readonly options: ReadingOptions } | undefined,
): readonly RecordInput[] {
  const { file, record, reason, body } = fileObject.parse(object);
  if (record !== undefined) return [record];
  if (reason === undefined) return [];
  const way = wayOf(file);
  const again = way === undefined || body === undefined ? undefined : readAgain([{ number: 1, body }], way);
  const items = again?.whole === true ? again.items.map(({ item }) => item) : [];
  const records = items.flatMap((item) => (item.outcome === 'read' ? [item.record] : []));
  if (records.length === 0 || records.length < items.length) throw new Error(reason);
  return records;
}

function idOf(record: unknown): string | undefined {
  const said = subject.safeParse(record).data;
  if (said === undefined) return undefined;
  return fitted(`${said.kind === 'deletion' ? said.of : said.kind} ${said.externalId}`);
}

/** Shorter where it is too long for an id, and then still its own. */
function fitted(id: string): string {
  return id.length <= LONGEST ? id : `${id.slice(0, LONGEST - 20)}… ${hash64(id).join('-')}`;
}

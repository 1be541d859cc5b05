import type { RefusedInput } from '@clientele/connector-kit';
import type { Failure } from './failure.js';
import { isFailure, type ReadingOptions } from './formats/format.js';
import { TABLE_FORMATS } from './formats/formats.js';
import { type FileRequest, readFile } from './read-file.js';

/** An export says its currency in its first orders; customers may stand before them. */
const MOST_ITEMS = 10_000;

/** The currency and time zone that a format has by itself, or that a mapping names. */
export function ownOptions(as: FileRequest['as']): ReadingOptions {
  if (typeof as === 'string') return TABLE_FORMATS.find(({ name }) => name === as)?.defaults ?? {};
  return { currency: as.currency, timeZone: as.timeZone };
}

export interface Peeked {
  readonly outcome: 'peeked';
  /** Of the first order or refund; undefined where none of the first records is one. */
  readonly currency: string | undefined;
  /** Whether a record could be read. */
  readonly isReadable: boolean;
  /** The first that was refused before that. */
  readonly refused: RefusedInput | undefined;
}

/** Opens a file and reads as far as the first order or refund, which says its currency. */
export async function peekFile(request: FileRequest): Promise<Peeked | Failure> {
  const reading = await readFile(request);
  if (isFailure(reading)) return reading;
  let items = 0;
  let isReadable = false;
  let refused: RefusedInput | undefined;
  for await (const item of reading.items) {
    if (item.outcome === 'refused') {
      refused ??= item;
    } else if (item.record.kind === 'order' || item.record.kind === 'refund') {
      return { outcome: 'peeked', currency: item.record.currency, isReadable: true, refused };
    } else {
      isReadable = true;
    }
    items += 1;
    if (items === MOST_ITEMS) break;
  }
  return { outcome: 'peeked', currency: undefined, isReadable, refused };
}

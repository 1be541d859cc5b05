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

/**
 * Opens a file and reads as far as the first order or refund that says its currency; `currency` is undefined where
 * none of the first records does.
 */
export async function peekCurrency(
  request: FileRequest,
): Promise<{ readonly outcome: 'peeked'; readonly currency: string | undefined } | Failure> {
  const reading = await readFile(request);
  if (isFailure(reading)) return reading;
  let items = 0;
  for await (const item of reading.items) {
    if (item.outcome === 'read' && (item.record.kind === 'order' || item.record.kind === 'refund')) {
      return { outcome: 'peeked', currency: item.record.currency };
    }
    items += 1;
    if (items === MOST_ITEMS) break;
  }
  return { outcome: 'peeked', currency: undefined };
}

import { type EventRecord, readRecord } from '@clientele/model';
import { READING } from './connector.js';
import type { Readable } from './settings.js';
import { SmallShop, type Thing } from './small-shop.fixture.js';
import { streamsOf } from './streams.js';

const { orders } = streamsOf({ ...READING, pagesBeforeBulk: null });

/** What a shop's only order says of events beside it, read by itself. */
export async function eventsOf(
  order: Thing & Readonly<Record<string, unknown>>,
  others: readonly Thing[],
  reads: readonly Readable[],
) {
  const shop = new SmallShop([order, ...others]);
  const context = shop.context({ reads: [...reads] });
  const object = await orders.read?.(order.id.slice(order.id.lastIndexOf('/') + 1), context);
  if (object === undefined) throw new Error('it is gone');
  const said = orders.decode(object, context.settings);
  if ('gone' in said) throw new Error('it is gone');
  return said.flatMap((input): EventRecord[] => {
    const reading = readRecord(input);
    if (reading.outcome === 'refused') throw new Error(reading.reason);
    return reading.record.kind === 'event' ? [reading.record] : [];
  });
}

import { CHANNEL_KINDS, EVENT_NAMES } from '@clientele/model';
import { keyOf } from './key-of.js';
import type { StoredColumn } from './stored-column.js';

/** The canonical names of events; a stored event has the position of its name here, from 1. */
export const EVENT_CODES: readonly string[] = Object.keys(EVENT_NAMES);

const NAMES = EVENT_CODES.map((name) => `'${name}'`).join(', ');

/** SQL of the position of an event's name. */
const NAME_CODE = `indexOf([${NAMES}], toString(name))`;

/** SQL of an array with one element for each event, in the order of time. */
function ofEachEvent(element: string): string {
  return `groupArray(${element})`;
}

/**
 * What `profiles` holds of events: names as small numbers, since whoever asks for one kind reads those of all. What only
 * some ask for is a column of its own.
 */
export const EVENT_COLUMNS: readonly StoredColumn[] = [
  {
    name: 'event_name',
    type: 'Array(UInt8)',
    from: 'events',
    aggregate: ofEachEvent(NAME_CODE),
    meaning: 'names of the events, in the order of time, as positions from 1 in the canonical names',
    codec: 'NONE',
  },
  {
    name: 'event_custom_key',
    type: 'Array(UInt64)',
    from: 'events',
    aggregate: ofEachEvent(keyOf('custom_name')),
    meaning: "hashes (sipHash64) of their sources' own names of the custom ones, 0 of all others",
  },
  {
    name: 'event_day',
    type: 'Array(Date32)',
    from: 'events',
    aggregate: ofEachEvent('day'),
    meaning: 'days of the events',
    codec: 'NONE',
  },
  {
    name: 'event_at',
    type: "Array(DateTime64(3, 'UTC'))",
    from: 'events',
    aggregate: ofEachEvent('at'),
    meaning: 'instants of the events',
    codec: 'NONE',
  },
  {
    name: 'event_hour',
    type: 'Array(UInt8)',
    from: 'events',
    aggregate: ofEachEvent('hour'),
    meaning: "hours of the events by the shop's clock",
  },
  {
    name: 'event_channel',
    type: 'Array(UInt8)',
    from: 'events',
    aggregate: ofEachEvent('channel_code'),
    meaning: `kinds of channel of the events, as positions from 1 in ${CHANNEL_KINDS.join(', ')}`,
  },
  {
    name: 'event_channel_key',
    type: 'Array(UInt64)',
    from: 'events',
    aggregate: ofEachEvent('channel_key'),
    meaning: 'hashes (sipHash64) of the ids of their channels',
  },
  {
    name: 'event_product_key',
    type: 'Array(UInt64)',
    from: 'events',
    aggregate: ofEachEvent(keyOf('product')),
    meaning: 'hashes (sipHash64) of the products, or collections, that they are about; 0 without one',
  },
  {
    name: 'event_product',
    type: 'Array(LowCardinality(String))',
    from: 'events',
    aggregate: ofEachEvent('product'),
    meaning: 'the same as text; empty without one',
  },
  {
    name: 'event_product_of',
    type: 'Array(UInt64)',
    from: 'events',
    aggregate: ofEachEvent(
      "if(product = '' OR name = 'collection_viewed', 0, sipHash64(toString(connection), product))",
    ),
    meaning: 'hashes of the connections and product ids, which name one product; 0 without one',
  },
  {
    name: 'event_campaign_key',
    type: 'Array(UInt64)',
    from: 'events',
    aggregate: ofEachEvent(keyOf('campaign')),
    meaning: 'hashes (sipHash64) of their campaigns; 0 without one',
  },
  {
    name: 'event_campaign',
    type: 'Array(LowCardinality(String))',
    from: 'events',
    aggregate: ofEachEvent('campaign'),
    meaning: 'the same as text; empty without one',
  },
  {
    name: 'event_properties',
    type: 'Array(Map(String, String))',
    from: 'events',
    aggregate: ofEachEvent('properties'),
    meaning: 'properties of the events, as the source relation has them',
  },
];

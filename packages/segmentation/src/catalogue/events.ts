import { CHANNEL_KINDS, EVENT_NAMES } from '@clientele/model';
import { CHANNEL_CODE } from './channel-code.js';
import { keyOf } from './key-of.js';
import { ROWS_IN_TIME, type StoredColumn } from './stored-column.js';

/** The canonical names of events; a stored event has the position of its name here, from 1. */
export const EVENT_CODES: readonly string[] = Object.keys(EVENT_NAMES);

const NAMES = EVENT_CODES.map((name) => `'${name}'`).join(', ');

/** SQL of a profile's events in the order of time, those of one instant by connection, then id; as tuples. */
export const EVENTS_IN_TIME =
  'arraySort(groupArray((at, toString(connection), external_id, day, hour, ' +
  `toUInt8(indexOf([${NAMES}], toString(name))), toString(custom_name), toUInt8(${CHANNEL_CODE}), toString(channel_id), ` +
  'product, toString(campaign), properties)))';

/** The parts of an event `e` of that array. */
const EVENT = {
  at: 'e.1',
  connection: 'e.2',
  day: 'e.4',
  hour: 'e.5',
  name: 'e.6',
  customName: 'e.7',
  channel: 'e.8',
  channelId: 'e.9',
  product: 'e.10',
  campaign: 'e.11',
  properties: 'e.12',
} as const;

/** SQL of an array with one element for each event, from SQL over an event `e`. */
function ofEachEvent(element: string): string {
  return `arrayMap(e -> ${element}, ${ROWS_IN_TIME})`;
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
    aggregate: ofEachEvent(EVENT.name),
    meaning: 'names of the events, in the order of time, as positions from 1 in the canonical names',
    codec: 'NONE',
  },
  {
    name: 'event_custom_key',
    type: 'Array(UInt64)',
    from: 'events',
    aggregate: ofEachEvent(keyOf(EVENT.customName)),
    meaning: "hashes (sipHash64) of their sources' own names of the custom ones, 0 of all others",
  },
  {
    name: 'event_day',
    type: 'Array(Date32)',
    from: 'events',
    aggregate: ofEachEvent(EVENT.day),
    meaning: 'days of the events',
    codec: 'NONE',
  },
  {
    name: 'event_at',
    type: "Array(DateTime64(3, 'UTC'))",
    from: 'events',
    aggregate: ofEachEvent(EVENT.at),
    meaning: 'instants of the events',
  },
  {
    name: 'event_hour',
    type: 'Array(UInt8)',
    from: 'events',
    aggregate: ofEachEvent(EVENT.hour),
    meaning: "hours of the events by the shop's clock",
  },
  {
    name: 'event_channel',
    type: 'Array(UInt8)',
    from: 'events',
    aggregate: ofEachEvent(EVENT.channel),
    meaning: `kinds of channel of the events, as positions from 1 in ${CHANNEL_KINDS.join(', ')}`,
  },
  {
    name: 'event_channel_key',
    type: 'Array(UInt64)',
    from: 'events',
    aggregate: ofEachEvent(keyOf(EVENT.channelId)),
    meaning: 'hashes (sipHash64) of the ids of their channels',
  },
  {
    name: 'event_product_key',
    type: 'Array(UInt64)',
    from: 'events',
    aggregate: ofEachEvent(keyOf(EVENT.product)),
    meaning: 'hashes (sipHash64) of the products, or collections, that they are about; 0 without one',
  },
  {
    name: 'event_product',
    type: 'Array(LowCardinality(String))',
    from: 'events',
    aggregate: ofEachEvent(EVENT.product),
    meaning: 'the same as text; empty without one',
  },
  {
    name: 'event_product_of',
    type: 'Array(UInt64)',
    from: 'events',
    aggregate: ofEachEvent(
      `if(${EVENT.product} = '' OR ${EVENT.name} = ${EVENT_CODES.indexOf('collection_viewed') + 1}, 0, sipHash64(${EVENT.connection}, ${EVENT.product}))`,
    ),
    meaning: 'hashes of the connections and product ids, which name one product; 0 without one',
  },
  {
    name: 'event_campaign_key',
    type: 'Array(UInt64)',
    from: 'events',
    aggregate: ofEachEvent(keyOf(EVENT.campaign)),
    meaning: 'hashes (sipHash64) of their campaigns; 0 without one',
  },
  {
    name: 'event_campaign',
    type: 'Array(LowCardinality(String))',
    from: 'events',
    aggregate: ofEachEvent(EVENT.campaign),
    meaning: 'the same as text; empty without one',
  },
  {
    name: 'event_properties',
    type: 'Array(Map(String, String))',
    from: 'events',
    aggregate: ofEachEvent(EVENT.properties),
    meaning: 'properties of the events, as the source relation has them',
  },
];

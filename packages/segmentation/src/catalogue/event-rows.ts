import { CHANNEL_KINDS } from '@clientele/model';
import { nameParts } from '../tree/name.js';
import type { FunctionAttribute, RowField } from './attribute.js';
import { whenAndWhere } from './calendar.js';
import { EVENT_CODES, EVENT_COLUMNS } from './events.js';
import { productFields } from './products-as-they-are.js';
import type { Sql } from './reading.js';

const FIELDS: Readonly<Record<string, RowField>> = {
  ...whenAndWhere('event'),
  id: { type: 'id', reading: { kind: 'key', key: 'event_product_key', text: 'event_product' } },
  ...productFields('event_product_of'),
  campaign: { type: 'id', reading: { kind: 'key', key: 'event_campaign_key', text: 'event_campaign' } },
};
const { date, id, tag, campaign } = FIELDS as Readonly<Record<'date' | 'id' | 'tag' | 'campaign', RowField>>;

/**
 * The events of a name as a kind of rows: `events.product_viewed`, `events.'Booked a table'`, and those that Shopify
 * calls otherwise. Undefined for what is no event.
 */
export function eventRows(name: string): FunctionAttribute | undefined {
  const [first, event, ...more] = nameParts(name);
  if (event === undefined || more.length > 0) return undefined;
  const rows = (which: Sql, fields: FunctionAttribute['fields']): FunctionAttribute => ({
    name,
    description: 'Events of one name.',
    columns: EVENT_COLUMNS,
    fields,
    which,
    ofAll: { count: 'length(event_name)' },
  });
  const { text } = event;
  switch (first?.text) {
    case 'events':
      if (event.quoted) return rows((scope) => `${scope.read('event_custom_key')} = ${custom(text, scope)}`, FIELDS);
      return text === 'custom' || !EVENT_CODES.includes(text) ? undefined : rows(named(text), FIELDS);
    case 'storefront':
      return rows(named(text, 'online_store'), { date, id, tag });
    case 'shopify_email':
      return rows(named(text === 'unsubscribed' ? text : `message_${text}`, 'email'), { date, activity_id: campaign });
    default:
      return undefined;
  }
}

/** SQL that an event has a canonical name, and a kind of channel where one is given. */
function named(name: string, channel?: (typeof CHANNEL_KINDS)[number]): Sql {
  const isNamed: Sql = (scope) => `${scope.read('event_name')} = ${EVENT_CODES.indexOf(name) + 1}`;
  if (channel === undefined) return isNamed;
  const code = CHANNEL_KINDS.indexOf(channel) + 1;
  return (scope) => `(${scope.read(isNamed)} AND ${scope.read('event_channel')} = ${code})`;
}

function custom(name: string, scope: { param: (type: string, value: unknown) => string }): string {
  return `sipHash64(${scope.param('String', name)})`;
}

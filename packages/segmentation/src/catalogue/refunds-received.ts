import type { FunctionAttribute } from './attribute.js';
import { whenAndWhere } from './calendar.js';
import { CHANNEL_CODE } from './channel-code.js';
import { keyOf } from './key-of.js';
import { amountOrZero, ORDER, ofEachWithin, ofOrder } from './orders-in-time.js';
import { ROWS_IN_TIME } from './stored-column.js';

/** SQL of a profile's refund documents in the order of time, those of one instant by connection, then id; as tuples. */
export const DOCUMENTS_IN_TIME =
  'arraySort(groupArray((at, toString(connection), external_id, day, hour, ' +
  `toUInt8(${CHANNEL_CODE}), ${keyOf('channel_id')}, amount)))`;

const ofEachDocument = (element: string) => `arrayMap(r -> ${element}, ${ROWS_IN_TIME})`;

/** What is kept of a refund: of those nested in orders, and of documents. */
const PARTS = [
  ['at', "DateTime64(3, 'UTC')", ofEachWithin(ORDER.refundAts), ofEachDocument('r.1'), 'instants'],
  ['day', 'Date32', ofEachWithin(ORDER.refundDays), ofEachDocument('r.4'), 'days'],
  ['hour', 'UInt8', ofEachWithin(ORDER.refundHours), ofEachDocument('r.5'), "hours by the shop's clock"],
  [
    'channel',
    'UInt8',
    ofOrder(ORDER.channel, ORDER.refundAts),
    ofEachDocument('r.6'),
    'kinds of channel, as positions from 1',
  ],
  [
    'channel_key',
    'UInt64',
    ofOrder(ORDER.channelKey, ORDER.refundAts),
    ofEachDocument('r.7'),
    'hashes of the ids of their channels',
  ],
  [
    'amount',
    'Decimal(18, 6)',
    ofEachWithin(`arrayMap(each -> ${amountOrZero('each')}, ${ORDER.refundAmounts})`),
    ofEachDocument(amountOrZero('r.8')),
    'amounts; 0 without a rate',
  ],
  [
    'has_amount',
    'Bool',
    ofEachWithin(`arrayMap(each -> isNotNull(each), ${ORDER.refundAmounts})`),
    ofEachDocument('isNotNull(r.8)'),
    'whether there is an amount',
  ],
] as const;

/** Documents follow what is nested in orders: first and last look at the instants. */
export const REFUNDS_RECEIVED: FunctionAttribute = {
  name: 'refunds_received',
  description: 'Refunds nested in orders that count, and refund documents.',
  columns: PARTS.flatMap(([name, type, nested, documents, meaning]) => [
    {
      name: `nested_refund_${name}`,
      type: `Array(${type})`,
      from: 'orders',
      aggregate: nested,
      meaning: `${meaning} of the refunds nested in orders`,
    },
    {
      name: `refund_document_${name}`,
      type: `Array(${type})`,
      from: 'refunds',
      aggregate: documents,
      meaning: `${meaning} of the refund documents`,
    },
  ]),
  arrays: Object.fromEntries(
    PARTS.map(([name]) => [`refund_${name}`, `arrayConcat(nested_refund_${name}, refund_document_${name})`]),
  ),
  sortedBy: 'refund_at',
  fields: {
    ...whenAndWhere('refund'),
    amount: {
      type: 'decimal',
      reading: { kind: 'number', value: 'refund_amount', present: 'refund_has_amount', zeroWhenAbsent: true },
    },
  },
  ofAll: { count: '(length(nested_refund_at) + length(refund_document_at))' },
};

import type { FunctionAttribute } from './attribute.js';
import { whenAndWhere } from './calendar.js';
import { amountOrZero, ofEachWithin, ofOrder } from './orders-in-time.js';

/** SQL of an array with one element for each refund document, in the order of time. */
const ofEachDocument = (element: string) => `groupArray(${element})`;

/** What is kept of a refund: of those nested in orders, and of documents. */
const PARTS = [
  ['at', "DateTime64(3, 'UTC')", ofEachWithin('refund_at'), ofEachDocument('at'), 'instants'],
  ['day', 'Date32', ofEachWithin('refund_day'), ofEachDocument('day'), 'days'],
  ['hour', 'UInt8', ofEachWithin('refund_hour'), ofEachDocument('hour'), "hours by the shop's clock"],
  [
    'channel',
    'UInt8',
    ofOrder('channel_code', 'refund_at'),
    ofEachDocument('channel_code'),
    'kinds of channel, as positions from 1',
  ],
  [
    'channel_key',
    'UInt64',
    ofOrder('channel_key', 'refund_at'),
    ofEachDocument('channel_key'),
    'hashes of the ids of their channels',
  ],
  [
    'amount',
    'Decimal(18, 6)',
    ofEachWithin(`arrayMap(each -> ${amountOrZero('each')}, refund_amount)`),
    ofEachDocument(amountOrZero('amount')),
    'amounts; 0 without a rate',
  ],
  [
    'has_amount',
    'Bool',
    ofEachWithin('arrayMap(each -> isNotNull(each), refund_amount)'),
    ofEachDocument('isNotNull(amount)'),
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

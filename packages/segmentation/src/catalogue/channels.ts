import { CHANNEL_KINDS } from '@clientele/model';
import type { Attribute } from './attribute.js';

/** The kinds with their numbers of orders, kinds in the order of their names: two arrays. */
const KIND_COUNTS = 'sumMapIf([toString(channel_kind)], [1], counted)';

/** Where a profile buys. */
export const CHANNELS: readonly Attribute[] = [
  {
    name: 'channels',
    type: 'list',
    values: CHANNEL_KINDS,
    description: 'Kinds of channel of the orders that count, such as online_store or till.',
    aboutOrders: true,
    columns: [
      {
        name: 'channels',
        type: 'UInt32',
        from: 'orders',
        aggregate: `groupBitOrIf(bitShiftLeft(toUInt32(1), channel_code - 1), counted)`,
        meaning: `kinds of channel of its orders: a bit for each of ${CHANNEL_KINDS.join(', ')}, the lowest for the first`,
      },
    ],
    reading: { kind: 'set', bits: 'channels', values: CHANNEL_KINDS },
  },
  {
    name: 'first_channel',
    type: 'choice',
    values: CHANNEL_KINDS,
    description: 'Kind of channel of the first order; orders of one instant by connection, then id.',
    aboutOrders: true,
    columns: [
      {
        name: 'first_channel',
        type: 'LowCardinality(String)',
        from: 'orders',
        aggregate: 'anyIf(channel_kind, counted)',
        meaning: 'kind of channel of the first order; empty without one',
      },
    ],
    reading: { kind: 'text', value: 'first_channel' },
  },
  {
    name: 'usual_channel',
    type: 'choice',
    values: CHANNEL_KINDS,
    description: 'The kind of channel with most orders; among equals the first by name.',
    aboutOrders: true,
    columns: [
      {
        name: 'usual_channel',
        type: 'LowCardinality(String)',
        from: 'orders',
        aggregate: `(${KIND_COUNTS} AS kinds).1[indexOf(kinds.2, arrayMax(kinds.2))]`,
        meaning: 'kind of channel with most orders; empty without one',
      },
    ],
    reading: { kind: 'text', value: 'usual_channel' },
  },
];

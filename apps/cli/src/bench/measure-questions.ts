import { CHANNEL_KINDS } from '@clientele/model';
import { ago, profilesOf, type Question } from './question.js';

/** Channels in which people of the shop order. */
const SOLD_IN = CHANNEL_KINDS.filter((kind) => ['online_store', 'till', 'marketplace', 'app'].includes(kind));

/** Trends, and measures of the rows in a window. */
export const MEASURE_QUESTIONS: readonly Question[] = [
  {
    name: 'trend',
    kind: 'windows',
    ask: (draw) => {
      const [days, percent] = [draw.between(20, 200), draw.between(10, 90)];
      return {
        query: `sum_amount OF orders_placed (date >= -${days}d) DOWN BY ${percent}%`,
        // The window has its first and last day, and so has the one before.
        sql: profilesOf(
          'bench_orders WHERE day >= {before:Date32}',
          `sumIf(amount, day < {since:Date32}) > 0 AND
            sumIf(amount, day >= {since:Date32}) * 100 <= sumIf(amount, day < {since:Date32}) * (100 - {percent:UInt8})`,
        ),
        parameters: { since: ago(days), before: ago(2 * days + 1), percent },
      };
    },
  },
  {
    name: 'average of orders',
    kind: 'windows',
    ask: (draw) => {
      const [days, above] = [draw.between(20, 500), draw.money(20, 150)];
      return {
        query: `average_amount OF orders_placed (date >= -${days}d) > ${above}`,
        sql: profilesOf('bench_orders WHERE day >= {since:Date32}', 'sum(amount) > {above:Decimal(18, 6)} * count()'),
        parameters: { since: ago(days), above },
      };
    },
  },
  {
    name: 'share of a channel',
    kind: 'windows',
    ask: (draw) => {
      const [channel, days, above] = [draw.pick(SOLD_IN), draw.between(60, 600), draw.between(1, 9)];
      return {
        query: `share_of_amount OF orders_placed (channel = '${channel}', date >= -${days}d) > 0.${above}`,
        sql: profilesOf(
          'bench_orders WHERE day >= {since:Date32}',
          'sum(amount) > 0 AND sumIf(amount, channel = {channel:String}) * 10 > sum(amount) * {above:UInt8}',
        ),
        parameters: { channel, since: ago(days), above },
      };
    },
  },
  {
    name: 'usual channel',
    kind: 'windows',
    ask: (draw) => {
      const [channel, days] = [draw.pick(SOLD_IN), draw.between(60, 600)];
      return {
        query: `usual_channel OF orders_placed (date >= -${days}d) = '${channel}'`,
        sql: profilesOf(
          `(SELECT profile_no, channel, count() AS orders FROM bench_orders WHERE day >= {since:Date32} GROUP BY profile_no, channel)`,
          'argMin(channel, (-toInt64(orders), channel)) = {channel:String}',
        ),
        parameters: { channel, since: ago(days) },
      };
    },
  },
  {
    name: 'events by a property',
    kind: 'windows',
    of: 'bench_ratings',
    ask: (draw) => {
      const [rating, days] = [draw.between(1, 5), draw.between(60, 700)];
      return {
        query: `events.review_submitted MATCHES (property.rating >= ${rating}, date >= -${days}d)`,
        sql: `SELECT uniqExact(profile_no) AS count FROM bench_ratings WHERE rating >= {rating:UInt8} AND day >= {since:Date32}`,
        parameters: { rating, since: ago(days) },
      };
    },
  },
];

import { type Day, msOfInstant, startOfDay } from '@clientele/model';
import { BENCH_SHOP } from './bench-shop.js';
import { ago, type Question } from './question.js';

const ADDED_SINCE = `(SELECT profile_no, at FROM bench_event_times
  WHERE name = 'product_added' AND at >= fromUnixTimestamp64Milli({since:Int64}))`;

const startOf = (day: Day): number => msOfInstant(startOfDay(day, BENCH_SHOP.timeZone));

/** One event after another, in whatever array they are; three steps; and what did not come. */
export const SEQUENCE_QUESTIONS: readonly Question[] = [
  {
    name: 'one event after another',
    kind: 'sequences',
    ask: (draw) => {
      const hours = draw.between(24, 2_000);
      return {
        query: `SEQUENCE (events.product_viewed THEN events.product_added WITHIN ${hours}h)`,
        sql: `SELECT uniqExact(a.profile_no) AS count
          FROM (SELECT profile_no, at FROM bench_event_times WHERE name = 'product_added') AS a
          ASOF JOIN (SELECT profile_no, at FROM bench_event_times WHERE name = 'product_viewed') AS v
          ON a.profile_no = v.profile_no AND a.at > v.at
          WHERE a.at <= v.at + toIntervalHour({hours:UInt32})
          SETTINGS join_algorithm = 'full_sorting_merge'`,
        parameters: { hours },
      };
    },
  },
  {
    name: 'an order after an event',
    kind: 'sequences',
    ask: (draw) => {
      const [days, hours] = [draw.between(60, 600), draw.between(24, 2_000)];
      return {
        query: `SEQUENCE (events.product_added (date >= -${days}d) THEN orders_placed WITHIN ${hours}h)`,
        sql: `SELECT uniqExact(a.profile_no) AS count
          FROM ${ADDED_SINCE} AS a ASOF JOIN bench_order_times AS o ON a.profile_no = o.profile_no AND a.at < o.at
          WHERE o.at <= a.at + toIntervalHour({hours:UInt32})
          SETTINGS join_algorithm = 'full_sorting_merge'`,
        parameters: { since: startOf(ago(days)), hours },
      };
    },
  },
  {
    name: 'three steps',
    kind: 'sequences',
    ask: (draw) => {
      const [first, second] = [draw.between(24, 2_000), draw.between(24, 2_000)];
      return {
        query: `SEQUENCE (events.product_viewed THEN events.product_added WITHIN ${first}h THEN orders_placed WITHIN ${second}h)`,
        sql: `SELECT uniqExact(a.profile_no) AS count
          FROM (
            SELECT a.profile_no AS profile_no, a.at AS at
            FROM (SELECT profile_no, at FROM bench_event_times WHERE name = 'product_added') AS a
            ASOF JOIN (SELECT profile_no, at FROM bench_event_times WHERE name = 'product_viewed') AS v
            ON a.profile_no = v.profile_no AND a.at > v.at
            WHERE a.at <= v.at + toIntervalHour({first:UInt32})
          ) AS a ASOF JOIN bench_order_times AS o ON a.profile_no = o.profile_no AND a.at < o.at
          WHERE o.at <= a.at + toIntervalHour({second:UInt32})
          SETTINGS join_algorithm = 'full_sorting_merge'`,
        parameters: { first, second },
      };
    },
  },
  {
    name: 'no order after an event',
    kind: 'sequences',
    ask: (draw) => {
      const [days, hours] = [draw.between(60, 600), draw.between(24, 1_000)];
      return {
        query: `SEQUENCE (events.product_added (date >= -${days}d) THEN NOT orders_placed WITHIN ${hours}h)`,
        sql: `SELECT uniqExact(profile_no) AS count
          FROM ${ADDED_SINCE}
          WHERE at + toIntervalHour({hours:UInt32}) < fromUnixTimestamp64Milli({now:Int64}) AND (profile_no, at) NOT IN (
            SELECT a.profile_no, a.at
            FROM ${ADDED_SINCE} AS a ASOF JOIN bench_order_times AS o ON a.profile_no = o.profile_no AND a.at < o.at
            WHERE o.at <= a.at + toIntervalHour({hours:UInt32})
            SETTINGS join_algorithm = 'full_sorting_merge'
          )`,
        parameters: { since: startOf(ago(days)), hours, now: startOf(BENCH_SHOP.clock) },
      };
    },
  },
];

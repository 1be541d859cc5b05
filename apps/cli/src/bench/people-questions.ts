import { addToDay } from '@clientele/model';
import { BENCH_SHOP } from './bench-shop.js';
import { count, type Question } from './question.js';

const EARTH_RADIUS_METRES = 6_371_008.8;

/** What is calculated with traits, and who people are beside what they bought. */
export const PEOPLE_QUESTIONS: readonly Question[] = [
  {
    name: 'a ratio of traits',
    kind: 'traits',
    ask: (draw) => {
      const above = draw.money(20, 150);
      return {
        query: `amount_spent / number_of_orders > ${above}`,
        sql: count('bench_traits', 'with_amount > 0 AND spent > {above:Decimal(18, 6)} * orders'),
        parameters: { above },
      };
    },
  },
  {
    name: 'away for longer than usual',
    kind: 'traits',
    ask: (draw) => {
      const times = draw.money(1, 5);
      return {
        query: `days_since_last_order > ${times} * days_between_orders`,
        sql: count(
          'bench_traits',
          `orders > 1 AND (toInt32({today:Date32}) - toInt32(last_day)) * (toInt64(orders) - 1)
            > {times:Decimal(18, 6)} * (toInt32(last_day) - toInt32(first_day))`,
        ),
        parameters: { today: BENCH_SHOP.clock, times },
      };
    },
  },
  {
    name: 'custom attribute',
    kind: 'traits',
    of: 'bench_points',
    ask: (draw) => {
      const least = draw.between(1, 4_999);
      return {
        query: `attributes.loyalty_points >= ${least}`,
        sql: count('bench_points', 'points >= {least:UInt32}'),
        parameters: { least },
      };
    },
  },
  {
    name: 'RFM group',
    kind: 'traits',
    // Its cut-offs are those of the morning, which what arrives meanwhile moves for whoever computes them now.
    ask: (draw) => ({
      query: `rfm_group = '${draw.pick(['CHAMPIONS', 'LOYAL', 'AT_RISK', 'NEW', 'DORMANT'])}' AND amount_spent > ${draw.money(1, 500)}`,
    }),
  },
  {
    name: 'anniversary',
    kind: 'traits',
    ask: (draw) => {
      const length = draw.between(1, 60);
      const days = Array.from({ length: length + 1 }, (_, index) => addToDay(BENCH_SHOP.clock, index, 'd'));
      return {
        query: `anniversary('first_order_date') BETWEEN today AND +${length}d`,
        sql: count('bench_traits', 'toMonth(first_day) * 100 + toDayOfMonth(first_day) IN {days:Array(UInt16)}'),
        parameters: { days: days.map((day) => Number(day.slice(5).replace('-', ''))) },
      };
    },
  },
  {
    name: 'distance',
    kind: 'traits',
    of: 'bench_places',
    ask: (draw) => {
      const place = { latitude: draw.money(50, 55), longitude: draw.money(-4, 1), km: draw.between(5, 200) };
      const from = '{latitude:Float64} * pi() / 180';
      const to = 'latitude / 1000000 * pi() / 180';
      return {
        query: `customer_within_distance MATCHES (coordinates = (${place.latitude}, ${place.longitude}), distance_km <= ${place.km})`,
        sql: `SELECT uniqExact(profile_no) AS count FROM bench_places
          WHERE floor(${2 * EARTH_RADIUS_METRES} * asin(least(1, sqrt(pow(sin((${to} - ${from}) / 2), 2) + cos(${from}) * cos(${to})
            * pow(sin((longitude / 1000000 - {longitude:Float64}) * pi() / 360), 2)))) + 0.5) <= {km:UInt32} * 1000`,
        parameters: place,
      };
    },
  },
  {
    name: 'in a sample',
    kind: 'traits',
    ask: (draw) => ({ query: `in_sample(${draw.money(1, 50)}%, 'seed ${draw.below(1_000_000)}')` }),
  },
  {
    name: 'not held out',
    kind: 'traits',
    ask: (draw) => ({ query: `amount_spent > ${draw.money(50, 3000)} AND NOT in_hold_out()` }),
  },
  {
    name: 'on a list',
    kind: 'products and lists',
    ask: (draw) => {
      const above = draw.money(50, 3000);
      return {
        query: `added_to('chosen') AND amount_spent > ${above}`,
        sql: count(
          'bench_traits',
          `spent > {above:Decimal(18, 6)} AND profile_no IN (SELECT profile_no FROM bench_members WHERE segment = 'chosen')`,
        ),
        parameters: { above },
      };
    },
  },
];

import { CHANNEL_KINDS } from '@clientele/model';
import { COUNTRIES, TAGS } from './bench-shop.js';
import { MEASURE_QUESTIONS } from './measure-questions.js';
import { PEOPLE_QUESTIONS } from './people-questions.js';
import { ago, count, profilesOf, type Question } from './question.js';
import { SEQUENCE_QUESTIONS } from './sequence-questions.js';

function listQuestion(name: string, list: string, attribute: string, elements: readonly string[]): Question {
  return {
    name,
    kind: 'products and lists',
    ask: (draw) => {
      const element = draw.pick(elements);
      return {
        query: `${attribute} CONTAINS '${element}'`,
        sql: count('bench_lists', 'list = {list:String} AND element = {element:String}'),
        parameters: { list, element: element.toLowerCase() },
      };
    },
  };
}

/** Five of traits, three of lists, seven MATCHES, three negations, two references, one percentile. */
const PLAIN_QUESTIONS: readonly Question[] = [
  {
    name: 'number of orders',
    kind: 'traits',
    ask: (draw) => {
      const least = draw.between(3, 40);
      return {
        query: `number_of_orders >= ${least}`,
        sql: count('bench_traits', 'orders >= {least:UInt32}'),
        parameters: { least },
      };
    },
  },
  {
    name: 'amount spent',
    kind: 'traits',
    ask: (draw) => {
      const above = draw.money(50, 3000);
      return {
        query: `amount_spent > ${above}`,
        sql: count('bench_traits', 'spent > {above:Decimal(18, 6)}'),
        parameters: { above },
      };
    },
  },
  {
    name: 'last order',
    kind: 'traits',
    ask: (draw) => {
      const days = draw.between(10, 600);
      return {
        query: `last_order_date < -${days}d`,
        sql: count('bench_traits', 'last_day < {before:Date32}'),
        parameters: { before: ago(days) },
      };
    },
  },
  {
    name: 'average order value',
    kind: 'traits',
    ask: (draw) => {
      const [from, to] = [draw.money(10, 60), draw.money(60, 200)];
      return {
        query: `average_order_value BETWEEN ${from} AND ${to}`,
        sql: count(
          'bench_traits',
          'with_amount > 0 AND spent >= {from:Decimal(18, 6)} * with_amount AND spent <= {to:Decimal(18, 6)} * with_amount',
        ),
        parameters: { from, to },
      };
    },
  },
  {
    name: 'days between orders',
    kind: 'traits',
    ask: (draw) => {
      const most = draw.money(5, 90);
      return {
        query: `days_between_orders <= ${most}`,
        sql: count(
          'bench_traits',
          'orders > 1 AND toInt32(last_day) - toInt32(first_day) <= {most:Decimal(18, 6)} * (toInt64(orders) - 1)',
        ),
        parameters: { most },
      };
    },
  },
  listQuestion('tags', 'tags', 'customer_tags', TAGS),
  listQuestion('countries', 'countries', 'customer_countries', COUNTRIES),
  listQuestion('channels', 'channels', 'channels', CHANNEL_KINDS),
  {
    name: 'orders by date and count',
    kind: 'windows',
    ask: (draw) => {
      const [days, least] = [draw.between(20, 500), draw.between(2, 8)];
      return {
        query: `orders_placed MATCHES (date >= -${days}d, count >= ${least})`,
        sql: profilesOf('bench_orders WHERE day >= {since:Date32}', 'count() >= {least:UInt32}'),
        parameters: { since: ago(days), least },
      };
    },
  },
  {
    name: 'orders by date and sum',
    kind: 'windows',
    ask: (draw) => {
      const to = draw.between(0, 300);
      const from = to + draw.between(30, 300);
      const above = draw.money(50, 800);
      return {
        query: `orders_placed MATCHES (date BETWEEN -${from}d AND -${to}d, sum_amount > ${above})`,
        sql: profilesOf(
          'bench_orders WHERE day BETWEEN {from:Date32} AND {to:Date32}',
          'sum(amount) > {above:Decimal(18, 6)}',
        ),
        parameters: { from: ago(from), to: ago(to), above },
      };
    },
  },
  {
    name: 'orders by amount and count',
    kind: 'windows',
    ask: (draw) => {
      const [above, least] = [draw.money(30, 300), draw.between(1, 5)];
      return {
        query: `orders_placed MATCHES (amount > ${above}, count >= ${least})`,
        sql: profilesOf('bench_amounts WHERE amount > {above:Decimal(18, 6)}', 'count() >= {least:UInt32}'),
        parameters: { above, least },
      };
    },
  },
  {
    name: 'events by date and count',
    kind: 'windows',
    ask: (draw) => {
      const [days, least] = [draw.between(20, 500), draw.between(1, 4)];
      return {
        query: `events.product_viewed MATCHES (date >= -${days}d, count >= ${least})`,
        sql: profilesOf(
          `bench_events WHERE name = 'product_viewed' AND day >= {since:Date32}`,
          'count() >= {least:UInt32}',
        ),
        parameters: { since: ago(days), least },
      };
    },
  },
  {
    name: 'product',
    kind: 'products and lists',
    ask: (draw, products) => {
      const product = draw.pick(products);
      return {
        query: `products_purchased MATCHES (id = '${product}')`,
        sql: 'SELECT uniqExact(profile_no) AS count FROM bench_lines WHERE product = {product:String}',
        parameters: { product },
      };
    },
  },
  {
    name: 'products by date and count',
    kind: 'products and lists',
    ask: (draw, products) => {
      const some = [draw.pick(products), draw.pick(products), draw.pick(products)];
      const [days, least] = [draw.between(30, 600), draw.between(1, 3)];
      return {
        query: `products_purchased MATCHES (id IN (${some.map((id) => `'${id}'`).join(', ')}), date >= -${days}d, count >= ${least})`,
        sql: profilesOf(
          'bench_lines WHERE product IN {some:Array(String)} AND day >= {since:Date32}',
          'count() >= {least:UInt32}',
        ),
        parameters: { some, since: ago(days), least },
      };
    },
  },
  {
    name: 'product by sum',
    kind: 'products and lists',
    ask: (draw, products) => {
      const [product, least] = [draw.pick(products), draw.between(2, 6)];
      return {
        query: `products_purchased MATCHES (id = '${product}', sum_quantity >= ${least})`,
        sql: profilesOf('bench_lines WHERE product = {product:String}', 'sum(quantity) >= {least:UInt32}'),
        parameters: { product, least },
      };
    },
  },
  {
    name: 'not so many orders',
    kind: 'traits',
    ask: (draw) => {
      const most = draw.between(3, 40);
      return {
        query: `NOT number_of_orders > ${most}`,
        sql: count('bench_traits', 'orders <= {most:UInt32}'),
        parameters: { most },
      };
    },
  },
  {
    name: 'not tagged',
    kind: 'products and lists',
    ask: (draw) => {
      const tag = draw.pick(TAGS);
      return {
        query: `customer_tags NOT CONTAINS '${tag}'`,
        sql: `SELECT (SELECT count() FROM bench_traits)
          - (SELECT count() FROM bench_lists WHERE list = 'tags' AND element = {tag:String}) AS count`,
        parameters: { tag: tag.toLowerCase() },
      };
    },
  },
  {
    name: 'no order since',
    kind: 'windows',
    ask: (draw) => {
      const days = draw.between(10, 600);
      return {
        query: `orders_placed NOT MATCHES (date >= -${days}d)`,
        sql: count('bench_traits', 'last_day < {since:Date32}'),
        parameters: { since: ago(days) },
      };
    },
  },
  {
    name: 'in a segment',
    kind: 'traits',
    ask: (draw) => {
      const above = draw.money(50, 3000);
      return {
        query: `in_segment('regulars') AND amount_spent > ${above}`,
        sql: count(
          'bench_traits',
          `spent > {above:Decimal(18, 6)} AND profile_no IN (SELECT profile_no FROM bench_members WHERE segment = 'regulars')`,
        ),
        parameters: { above },
      };
    },
  },
  {
    name: 'not in a segment',
    kind: 'traits',
    ask: (draw) => {
      const days = draw.between(10, 600);
      return {
        query: `NOT in_segment('spenders') AND last_order_date >= -${days}d`,
        sql: count(
          'bench_traits',
          `last_day >= {since:Date32} AND profile_no NOT IN (SELECT profile_no FROM bench_members WHERE segment = 'spenders')`,
        ),
        parameters: { since: ago(days) },
      };
    },
  },
  {
    name: 'percentile',
    kind: 'traits',
    ask: (draw) => {
      // So fine that none comes twice: its cut-off would be that of the first time, frozen for the day.
      const share = draw.between(10_000, 400_000);
      return {
        query: `amount_spent IN TOP ${(share / 10_000).toFixed(4)}%`,
        sql: `SELECT count() AS count FROM bench_traits WHERE spent >= (
          SELECT arrayReverseSort(groupArray(spent))[intDiv(count() * {share:UInt64} + 999999, 1000000)] FROM bench_traits
        )`,
        parameters: { share },
      };
    },
  },
];

export const QUESTIONS: readonly Question[] = [
  ...PLAIN_QUESTIONS,
  ...PEOPLE_QUESTIONS,
  ...MEASURE_QUESTIONS,
  ...SEQUENCE_QUESTIONS,
];

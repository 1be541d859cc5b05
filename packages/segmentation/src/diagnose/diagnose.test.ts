import { describe, expect, it } from 'vitest';
import { checkLanguage } from '../check/check-query.js';
import { diagnose } from './diagnose.js';

function said(query: string): readonly string[] {
  const checked = checkLanguage(query);
  if (checked.outcome === 'invalid') throw new Error(`${query}: ${checked.errors[0]?.message}`);
  return diagnose(checked).map(({ code, offset, length }) => `${code} ${query.slice(offset, offset + length)}`);
}

describe('a condition that holds for nobody or everybody', () => {
  it.each([
    ['amount_spent BETWEEN 10 AND 5', 'always-false amount_spent BETWEEN 10 AND 5'],
    ['last_order_date BETWEEN -7d AND -2w', 'always-false last_order_date BETWEEN -7d AND -2w'],
    ['number_of_orders >= 0', 'always-true number_of_orders >= 0'],
    ['number_of_orders < 0', 'always-false number_of_orders < 0'],
    ['number_of_orders IS NULL', 'always-false number_of_orders IS NULL'],
    ['rfm_group IS NOT NULL', 'always-true rfm_group IS NOT NULL'],
    ['rfm_recency > 5', 'always-false rfm_recency > 5'],
    ['orders_placed MATCHES (date >= -7d, count >= 0)', 'always-true orders_placed MATCHES (date >= -7d, count >= 0)'],
    ['orders_placed MATCHES (amount BETWEEN 9 AND 1)', 'always-false amount BETWEEN 9 AND 1'],
    ['orders_placed MATCHES (hour = 24)', 'always-false hour = 24'],
    ['number_of_orders = 0 AND last_order_date IS NOT NULL', 'always-false last_order_date IS NOT NULL'],
    ['days_since_last_order > 5 AND number_of_orders < 1', 'always-false number_of_orders < 1'],
    ['orders_placed NOT MATCHES (date BETWEEN today AND yesterday)', 'always-false date BETWEEN today AND yesterday'],
    ['amount_spent > 5 AND amount_spent < 3', 'always-false amount_spent < 3'],
    ["number_of_orders > 2 AND customer_language = 'en' AND number_of_orders < 3", 'always-false number_of_orders < 3'],
    ['last_order_date > -7d AND last_order_date < -14d', 'always-false last_order_date < -14d'],
    ['last_order_date IS NULL AND last_order_date >= 2024-01-01', 'always-false last_order_date >= 2024-01-01'],
    ["customer_language = 'en' AND customer_language = 'fr'", "always-false customer_language = 'fr'"],
    [
      "customer_tags CONTAINS 'VIP' AND customer_tags NOT CONTAINS 'vip'",
      "always-false customer_tags NOT CONTAINS 'vip'",
    ],
    ["in_segment('a') AND NOT in_segment('a')", "always-false NOT in_segment('a')"],
    ["in_segment('a') OR NOT in_segment('a')", "always-true NOT in_segment('a')"],
    ['number_of_orders = 1 OR number_of_orders != 1', 'always-true number_of_orders != 1'],
    [
      'orders_placed MATCHES (date >= -7d, count >= 3) AND orders_placed MATCHES (count < 2, date >= -7d)',
      'always-false orders_placed MATCHES (count < 2, date >= -7d)',
    ],
    ['number_of_orders = 0 AND orders_placed MATCHES ()', 'always-false orders_placed MATCHES ()'],
    [
      'sum_amount OF orders_placed / 2 > 5 AND sum_amount OF orders_placed / 2 < 4',
      'always-false sum_amount OF orders_placed / 2 < 4',
    ],
    ['rfm_recency IN (1, 2) AND rfm_recency NOT IN (1, 2)', 'always-false rfm_recency NOT IN (1, 2)'],
    ['rfm_recency >= 1 AND rfm_recency <= 2 AND rfm_recency NOT IN (1, 2)', 'always-false rfm_recency NOT IN (1, 2)'],
  ])('%s', (query, expected) => {
    expect(said(query).filter((each) => !each.startsWith('implied'))).toEqual([expected]);
  });

  it.each([
    "customer_language = 'en' OR customer_language != 'en'",
    'average_order_value > 5 OR average_order_value <= 5',
    'last_order_date > 2024-01-01 AND last_order_date < -14d',
    'last_order_date > -3m AND last_order_date < -80d',
    'orders_placed MATCHES (date >= -7d, count >= 3) AND orders_placed MATCHES (count < 2)',
    'amount_spent > 5 AND NOT (amount_spent > 9)',
    'average_order_value > 2 AND average_order_value < 3',
    'net_amount_spent < 0',
    'number_of_orders IN (0, 2) AND last_order_date IS NOT NULL',
    'orders_placed MATCHES (hour >= 22) AND birth_date IS NOT NULL',
    "in_segment('a') AND NOT in_segment('b')",
  ])('nothing of %s', (query) => {
    expect(said(query)).toEqual([]);
  });

  it.each([
    ['hour BETWEEN 22 AND 2', 'Write hour IN (22, 23, 0, 1, 2), if it is to go past midnight.'],
    ['hour BETWEEN 30 AND 2', 'An hour is 0 to 23.'],
    ['hour > 23', 'An hour is 0 to 23.'],
    ['amount BETWEEN 9 AND 1', 'Write BETWEEN 1 AND 9.'],
  ])('what to write instead of %s', (parameter, hint) => {
    const checked = checkLanguage(`orders_placed MATCHES (${parameter})`);
    if (checked.outcome === 'invalid') throw new Error('it is invalid');
    expect(diagnose(checked)).toMatchObject([{ code: 'always-false', hint }]);
  });

  it('is told once, where it is', () => {
    expect(said("(amount_spent BETWEEN 2 AND 1 AND rfm_group = 'NEW') OR number_of_orders >= 2")).toEqual([
      'always-false amount_spent BETWEEN 2 AND 1',
    ]);
  });
});

describe('a condition that says nothing beside another', () => {
  it.each([
    ['amount_spent > 5 AND amount_spent > 3', 'implied amount_spent > 3'],
    ['amount_spent > 3 OR amount_spent > 5', 'implied amount_spent > 5'],
    ["rfm_group = 'NEW' AND number_of_orders > 1 AND rfm_group = 'NEW'", "implied rfm_group = 'NEW'"],
    ["rfm_group = 'NEW' AND rfm_group IN ('NEW', 'LOYAL')", "implied rfm_group IN ('NEW', 'LOYAL')"],
    ['last_order_date >= -7d AND last_order_date IS NOT NULL', 'implied last_order_date IS NOT NULL'],
    ['number_of_orders >= 1 AND first_order_date IS NOT NULL', 'implied first_order_date IS NOT NULL'],
    ['last_order_date < -30d AND first_order_date IS NOT NULL', 'implied first_order_date IS NOT NULL'],
    ['number_of_orders > 1 AND number_of_orders >= 2', 'implied number_of_orders >= 2'],
    ["customer_countries CONTAINS 'GB' AND customer_countries IS NOT NULL", 'implied customer_countries IS NOT NULL'],
    ['orders_placed MATCHES (count >= 3) AND orders_placed MATCHES ()', 'implied orders_placed MATCHES ()'],
    ["in_segment('a') OR in_segment('a')", "implied in_segment('a')"],
    ['NOT (amount_spent > 5) AND NOT (amount_spent > 7)', 'implied NOT (amount_spent > 7)'],
  ])('%s', (query, expected) => {
    expect(said(query)).toEqual([expected]);
  });

  it('is told in words, with what to do', () => {
    const checked = checkLanguage('amount_spent > 5 AND\n  amount_spent > 3');
    if (checked.outcome === 'invalid') throw new Error('it is valid');
    expect(diagnose(checked)).toEqual([
      {
        code: 'implied',
        line: 2,
        column: 3,
        offset: 23,
        length: 16,
        message: 'amount_spent > 3 says nothing beside amount_spent > 5: whoever meets that meets both',
        hint: 'Leave it out.',
      },
    ]);
  });
});

it('takes a long query in its stride', () => {
  const many = Array.from({ length: 700 }, (_, index) => `amount_spent != ${index}.5`).join(' AND ');
  expect(said(many)).toEqual([]);
});

import { expect, test } from 'vitest';
import { aConnection } from './a-connection.fixture.js';
import { API_VERSIONS } from './settings.js';

/** More than come at once. */
const MANY = 130;

test.each(API_VERSIONS)(
  'of %s, all definitions of customers are told, each as what its values are read as',
  async (version) => {
    const { fake, runner } = aConnection(version);
    const define = (key: string, type: string, ownerType: 'CUSTOMER' | 'ORDER' = 'CUSTOMER') =>
      fake.shop.define({ namespace: 'custom', key, type, ownerType });
    const types = {
      boolean: 'boolean',
      date: 'date',
      date_time: 'date',
      number_integer: 'number',
      number_decimal: 'number',
      rating: 'number',
      dimension: 'number',
      money: 'number',
      single_line_text_field: 'text',
      json: 'text',
      'list.single_line_text_field': 'list',
      'list.number_integer': 'list',
    };
    for (const type of Object.keys(types)) define(type.replace('.', '_'), type);
    define('of_orders', 'boolean', 'ORDER');
    for (let number = 0; number < MANY; number += 1) define(`more_${number}`, 'boolean');
    const told = await runner.attributes();
    if (told.outcome !== 'done') throw new Error(told.sentence);
    const some = told.result.filter(({ name }) => !name.startsWith('more_'));
    expect(some).toEqual(
      Object.entries(types).map(([type, kind]) => ({ namespace: 'custom', name: type.replace('.', '_'), type: kind })),
    );
    expect(told.result).toHaveLength(some.length + MANY);
  },
);

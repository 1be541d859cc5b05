import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DEFAULT_RFM, RFM_GROUPS, readRfmConfiguration } from './configuration.js';
import { rfmGroup } from './rfm-group.js';

test('the documented grid is the one that is used', () => {
  const documentation = readFileSync(new URL('../../../../docs/segment-language.md', import.meta.url), 'utf8');
  const rows = [...documentation.matchAll(/^\| \*\*(\d)\*\* \| (.+) \|$/gm)];
  expect(rows.map((row) => row[1])).toEqual(['5', '4', '3', '2', '1']);
  for (const [, recency, cells = ''] of rows) {
    expect(cells.split(' | ')).toEqual([...(DEFAULT_RFM.grid[Number(recency) - 1] ?? [])]);
  }
});

test('every group of buyers has a cell', () => {
  expect(new Set([...DEFAULT_RFM.grid.flat(), 'PROSPECTS'])).toEqual(new Set(RFM_GROUPS));
});

test.each([
  [5, 5, 5, 'CHAMPIONS'],
  [5, 4, 5, 'CHAMPIONS'],
  [5, 4, 4, 'LOYAL'],
  [4, 1, 2, 'PROMISING'],
  [3, 3, 4, 'LOYAL'],
  [1, 1, 1, 'DORMANT'],
  [1, 5, 2, 'PREVIOUSLY_LOYAL'],
])('R %i, F %i, M %i is %s: halves are rounded up', (recency, frequency, monetary, group) => {
  expect(rfmGroup(recency, frequency, monetary, DEFAULT_RFM)).toBe(group);
});

test('scores outside of the grid are a bug', () => {
  expect(() => rfmGroup(0, 1, 1, DEFAULT_RFM)).toThrow('no RFM cell');
});

test('a configuration from outside is read, or refused with the place', () => {
  const stored: unknown = JSON.parse(JSON.stringify(DEFAULT_RFM));
  expect(readRfmConfiguration(stored)).toEqual({ outcome: 'read', configuration: DEFAULT_RFM });
  const reason = (input: unknown) => {
    const reading = readRfmConfiguration(input);
    return reading.outcome === 'invalid' ? reading.reason : undefined;
  };
  expect(reason(null)).toBe('traits.recency must be one of last_order_date, first_order_date');
  expect(reason({ ...DEFAULT_RFM, traits: { ...DEFAULT_RFM.traits, monetary: 'average_order_value' } })).toBe(
    'traits.monetary must be one of amount_spent, net_amount_spent',
  );
  expect(reason({ ...DEFAULT_RFM, grid: DEFAULT_RFM.grid.slice(1) })).toMatch(/^grid must be five rows/);
  const grid = DEFAULT_RFM.grid.map((row, index) => (index === 2 ? [...row.slice(0, 4), 'PROSPECTS'] : row));
  expect(reason({ ...DEFAULT_RFM, grid })).toMatch(/^grid\[2\]\[4\] must be one of CHAMPIONS, LOYAL,/);
});

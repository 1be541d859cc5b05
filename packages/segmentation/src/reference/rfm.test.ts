import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { requiredCutoffs } from '../compile/cutoffs.js';
import { DEFAULT_RFM } from '../rfm/configuration.js';
import { attributeTest } from '../tree/condition.js';
import { aContext, anOrder, aProfile } from './records.fixture.js';
import { evaluateShop, referenceShop, traitValue } from './reference.js';
import { DOCUMENTED_RFM, groupOfScores, quintiles } from './rfm.js';

const DOCUMENTATION = new URL('../../../../docs/segment-language.md', import.meta.url);

describe('groups', () => {
  const groupOf = (recency: number, frequency: number, monetary: number) =>
    groupOfScores({ recency, frequency, monetary }, DOCUMENTED_RFM.grid);

  it('are those of the documented grid', () => {
    const rows = readFileSync(DOCUMENTATION, 'utf8').matchAll(/^\| \*\*(\d)\*\* \| (.+) \|$/gm);
    const cells = [...rows].flatMap(([, recency, groups = '']) =>
      groups.split(' | ').map((group, column) => ({ recency: Number(recency), fm: column + 1, group })),
    );
    expect(cells).toHaveLength(25);
    for (const { recency, fm, group } of cells) expect(groupOf(recency, fm, fm)).toBe(group);
  });

  it('round half up between frequency and monetary', () => {
    expect(groupOf(5, 1, 4)).toBe('ACTIVE');
    expect(groupOf(5, 4, 5)).toBe('CHAMPIONS');
    expect(groupOf(4, 1, 2)).toBe('PROMISING');
  });
});

describe('scores', () => {
  it('are cut at the ⌈n·p⌉-th smallest', () => {
    expect(quintiles([])).toEqual([]);
    expect(quintiles([7])).toEqual([7, 7, 7, 7]);
    expect(quintiles([1, 2, 3, 4, 5])).toEqual([1, 2, 3, 4]);
    expect(quintiles([1, 2, 3, 4, 5, 6])).toEqual([2, 3, 4, 5]);
    expect(quintiles([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).toEqual([2, 4, 6, 8]);
  });

  const shop = [
    // Spent 1, 2, 3, 4 and 5 pounds in one order each, on five days; then somebody without an order.
    ...[1, 2, 3, 4, 5].map((n) =>
      aProfile({ id: `p${n}`, orders: [anOrder({ total: `${n}`, placedAt: `2024-01-0${n}T12:00:00Z` })] }),
    ),
    aProfile({ id: 'prospect' }),
  ];
  const scored = (attribute: string, score: number) => {
    const value = { kind: 'number', digits: `${score}` } as const;
    return [...evaluateShop(attributeTest(attribute, { kind: 'comparison', operator: '=', value }), shop, aContext())];
  };
  const grouped = (group: string, cutoffs?: ReadonlyMap<string, readonly string[]>) => {
    const value = { kind: 'text', value: group } as const;
    const condition = attributeTest('rfm_group', { kind: 'comparison', operator: '=', value });
    return [...evaluateShop(condition, shop, aContext(cutoffs && { cutoffs }))];
  };

  it('are one more than the cut-offs below the value, equal for equal values', () => {
    for (const n of [1, 2, 3, 4, 5]) {
      expect(scored('rfm_recency', n)).toEqual([`p${n}`]);
      expect(scored('rfm_monetary', n)).toEqual([`p${n}`]);
    }
    expect(scored('rfm_frequency', 1)).toEqual(['p1', 'p2', 'p3', 'p4', 'p5']);
  });

  it('make groups; without an order one is a prospect', () => {
    expect(grouped('PROSPECTS')).toEqual(['prospect']);
    // Recency 4 and 5, frequency 1, monetary 4 and 5: FM 3 (2.5 rounded up) and 3.
    expect(grouped('ACTIVE')).toEqual(['p4', 'p5']);
    // Recency 1 to 3: FM 1, 2 (1.5 rounded up) and 2.
    expect(grouped('DORMANT')).toEqual(['p1']);
    expect(grouped('ALMOST_LOST')).toEqual(['p2']);
    expect(grouped('NEEDS_ATTENTION')).toEqual(['p3']);
  });

  it('are traits of everybody but prospects, who only have a group', () => {
    const { trait } = referenceShop(shop, aContext());
    const recency = [...trait('rfm_recency')].map(
      ([id, value]) => `${id} ${value.kind === 'number' && value.number.numerator}`,
    );
    expect(recency).toEqual(['p1 1', 'p2 2', 'p3 3', 'p4 4', 'p5 5']);
    expect(trait('rfm_group').get('prospect')).toEqual({ kind: 'text', text: 'PROSPECTS' });
  });

  it('follow the settings of the shop', () => {
    const grid = [1, 2, 3, 4, 5].map((recency) => [1, 2, 3, 4, 5].map((fm) => `${recency}${fm}`));
    const traits = { recency: 'first_order_date', frequency: 'units_purchased', monetary: 'net_amount_spent' };
    const rfm = { traits, grid };
    const value = { kind: 'text', value: '32' } as const;
    const condition = attributeTest('rfm_group', { kind: 'comparison', operator: '=', value });
    expect([...evaluateShop(condition, shop, aContext({ rfm }))]).toEqual(['p3']);
  });

  it('use frozen cut-offs where there are any', () => {
    const cutoffs = new Map([
      ['rfm/last_order_date', ['2023-01-01', '2023-01-02', '2023-01-03', '2023-01-04']],
      ['rfm/number_of_orders', ['0', '0', '0', '0']],
      ['rfm/amount_spent', ['0.5', '0.6', '0.7', '0.8']],
    ]);
    expect(grouped('CHAMPIONS', cutoffs)).toEqual(['p1', 'p2', 'p3', 'p4', 'p5']);
  });

  it('need the cut-offs of no other score', () => {
    const cutoffs = new Map([['rfm/number_of_orders', ['0', '0', '1', '1']]]);
    const [, one] = shop;
    if (one === undefined) throw new Error('there is somebody');
    expect(traitValue('rfm_frequency', one, aContext({ cutoffs }))).toMatchObject({ number: { numerator: 3n } });
    expect(requiredCutoffs(attributeTest('rfm_frequency', { kind: 'presence', present: true }), DEFAULT_RFM)).toEqual([
      ...cutoffs.keys(),
    ]);
  });
});

/** Shopify's names of the groups. */
export const RFM_GROUPS = [
  'CHAMPIONS',
  'LOYAL',
  'ACTIVE',
  'NEW',
  'PROMISING',
  'NEEDS_ATTENTION',
  'AT_RISK',
  'PREVIOUSLY_LOYAL',
  'ALMOST_LOST',
  'DORMANT',
  'PROSPECTS',
] as const;
export type RfmGroup = (typeof RFM_GROUPS)[number];

/** The traits that a shop may set behind each score; none is absent for a profile with an order. */
export const RFM_TRAITS = {
  recency: ['last_order_date', 'first_order_date'],
  frequency: ['number_of_orders', 'units_purchased', 'distinct_products'],
  monetary: ['amount_spent', 'net_amount_spent'],
} as const;
export type RfmScore = keyof typeof RFM_TRAITS;

/** How a shop makes its RFM groups. */
export interface RfmConfiguration {
  /** The trait behind each score. */
  readonly traits: { readonly [Score in RfmScore]: (typeof RFM_TRAITS)[Score][number] };
  /** `grid[R - 1][FM - 1]`, five by five; each of the ten groups of buyers may stand in any number of cells. */
  readonly grid: readonly (readonly RfmGroup[])[];
}

export const DEFAULT_RFM: RfmConfiguration = {
  traits: { recency: 'last_order_date', frequency: 'number_of_orders', monetary: 'amount_spent' },
  grid: [
    ['DORMANT', 'DORMANT', 'AT_RISK', 'PREVIOUSLY_LOYAL', 'PREVIOUSLY_LOYAL'],
    ['ALMOST_LOST', 'ALMOST_LOST', 'AT_RISK', 'AT_RISK', 'PREVIOUSLY_LOYAL'],
    ['NEEDS_ATTENTION', 'NEEDS_ATTENTION', 'NEEDS_ATTENTION', 'LOYAL', 'LOYAL'],
    ['PROMISING', 'PROMISING', 'ACTIVE', 'LOYAL', 'CHAMPIONS'],
    ['NEW', 'NEW', 'ACTIVE', 'LOYAL', 'CHAMPIONS'],
  ],
};

export type RfmConfigurationReading =
  | { readonly outcome: 'read'; readonly configuration: RfmConfiguration }
  | { readonly outcome: 'invalid'; readonly reason: string };

/** The boundary for configurations from outside: JSON as a shop stores it. */
export function readRfmConfiguration(input: unknown): RfmConfigurationReading {
  const { traits, grid } = asObject(input);
  const behind = asObject(traits);
  for (const [score, allowed] of Object.entries(RFM_TRAITS)) {
    if (!isOneOf(behind[score], allowed)) return invalid(`traits.${score} must be one of ${allowed.join(', ')}`);
  }
  if (!isFiveByFive(grid)) return invalid('grid must be five rows, for recency 1 to 5, of five groups, for FM 1 to 5');
  const buyers = RFM_GROUPS.filter((group) => group !== 'PROSPECTS');
  for (const [row, cells] of grid.entries()) {
    for (const [column, group] of cells.entries()) {
      if (!isOneOf(group, buyers)) return invalid(`grid[${row}][${column}] must be one of ${buyers.join(', ')}`);
    }
  }
  return { outcome: 'read', configuration: { traits, grid } as RfmConfiguration };
}

function invalid(reason: string): RfmConfigurationReading {
  return { outcome: 'invalid', reason };
}

function asObject(input: unknown): Record<string, unknown> {
  return typeof input === 'object' && input !== null ? { ...input } : {};
}

function isFiveByFive(grid: unknown): grid is unknown[][] {
  return Array.isArray(grid) && grid.length === 5 && grid.every((row) => Array.isArray(row) && row.length === 5);
}

function isOneOf(value: unknown, allowed: readonly string[]): boolean {
  return typeof value === 'string' && allowed.includes(value);
}

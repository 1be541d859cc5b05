import type { FunctionAttribute } from './attribute.js';

/** The accounts that customer records state, in an order that is always the same. */
export const ALL_ACCOUNTS = {
  all_accounts:
    'arraySort(groupArrayArray(arrayMap(account -> (toString(connection), external_id, account), customers.store_credit)))',
} as const;

/** What is kept of an account, by its place in the column of the customer records. */
const PARTS = [
  ['balance', 2, 'Decimal(18, 6)', "balances, in the accounts' own currencies"],
  ['currency', 3, 'LowCardinality(String)', 'currencies of the balances'],
  ['expires', 4, 'Bool', 'whether some credit expires'],
  ['expiry_day', 5, 'Date32', 'the day on which the next does; only where there is one'],
  ['expiry_at', 6, "DateTime64(3, 'UTC')", 'the instant of it'],
  ['given', 7, 'Bool', 'whether it is known when credit was last given'],
  ['given_day', 8, 'Date32', 'the day of that; only where it is known'],
  ['given_at', 9, "DateTime64(3, 'UTC')", 'the instant of it'],
] as const;

export const STORE_CREDIT_ACCOUNTS: FunctionAttribute = {
  name: 'store_credit_accounts',
  description: 'Accounts of store credit, as their connection states them.',
  columns: PARTS.map(([part, place, type, meaning]) => ({
    name: `credit_${part}`,
    type: `Array(${type})`,
    from: 'customers',
    aggregate: `all_accounts.3.${place}`,
    isOfPrepared: true,
    meaning: `of each account of store credit: ${meaning}`,
  })),
  fields: {
    balance: { type: 'decimal', reading: { kind: 'number', value: 'credit_balance', present: null } },
    currency: { type: 'text', reading: { kind: 'text', value: 'credit_currency' } },
    next_expiry_date: {
      type: 'date',
      reading: { kind: 'date', day: 'credit_expiry_day', at: 'credit_expiry_at', present: 'credit_expires' },
    },
    last_credit_date: {
      type: 'date',
      reading: { kind: 'date', day: 'credit_given_day', at: 'credit_given_at', present: 'credit_given' },
    },
  },
  ofAll: { count: 'length(credit_balance)' },
};

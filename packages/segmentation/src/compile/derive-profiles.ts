import type { ShopId } from '@clientele/model';
import { CATALOGUE } from '../catalogue/catalogue.js';
import { ROWS_IN_TIME, SOURCE_NAMES, type SourceName, type StoredColumn } from '../catalogue/stored-column.js';
import type { CompiledSql } from './context.js';
import { Parameters } from './parameters.js';

/** Source relations of one shop as SQL: a table's name, or a query in parentheses. */
export type ProfileSources = Readonly<Partial<Record<SourceName, string>>>;

const STORED = CATALOGUE.columns;

/**
 * Columns that one source fills, with a column that is a hash of them: whether any of them changed is seen without
 * reading them.
 */
export const COLUMN_GROUPS = SOURCE_NAMES.map((source) => ({
  source,
  stamp: `${source}_stamp`,
  columns: STORED.filter(({ from }) => from === source).map(({ name }) => name),
}));

/** A column of `profiles`; `codec` where another than the engine's own pays. */
export interface ProfileColumn {
  readonly type: string;
  readonly meaning: string;
  readonly codec?: 'NONE';
}

/** The derived relation `profiles`, one row a profile: its keys, what the entries of the catalogue store, its stamps. */
export const PROFILES: Readonly<Record<string, ProfileColumn>> = {
  shop: { type: 'LowCardinality(String)', meaning: 'the shop' },
  profile_no: { type: 'UInt32', meaning: 'dense number of the profile, never reused' },
  ...Object.fromEntries(
    STORED.map(({ name, type, meaning, codec }) => [name, { type, meaning, ...(codec && { codec }) }]),
  ),
  ...Object.fromEntries(
    COLUMN_GROUPS.map(({ stamp }) => [stamp, { type: 'UInt64', meaning: 'a hash of the columns of one source' }]),
  ),
};

/**
 * The rows of `profiles`, columns in the order of {@link PROFILES}, for the profiles that the sources hold; without the
 * columns of a source that is not given. A profile without any record left has no row.
 */
export function deriveProfilesQuery(shop: ShopId, sources: ProfileSources): CompiledSql {
  const parameters = new Parameters();
  const aggregated = (from: SourceName, rows: string, also = '', rest = '') => {
    const columns = STORED.filter((column) => column.from === from);
    const named = ({ aggregate, name }: StoredColumn) => `${aggregate} AS ${name}`;
    const grouped = (some: readonly string[]) =>
      `(SELECT profile_no${also}, ${some.join(', ')} FROM ${rows} GROUP BY profile_no${also}${rest})`;
    const inTime = CATALOGUE.rowsInTime[from];
    if (inTime === undefined) return grouped(columns.map(named));
    // Gathered once, below the columns that are made of it: within each of them it would be analysed anew.
    const isOfRows = ({ aggregate }: StoredColumn) => aggregate.includes(ROWS_IN_TIME);
    const others = columns.filter((column) => !isOfRows(column)).map(named);
    const outer = columns.map((column) => (isOfRows(column) ? named(column) : column.name));
    return `(SELECT profile_no${also}, ${outer.join(', ')} FROM ${grouped([`${inTime} AS ${ROWS_IN_TIME}`, ...others])})`;
  };
  // Whoever has nothing but orders that do not count is a profile too, so these are a group of their own, for who has no other.
  const counting = ' ORDER BY profile_no, counted DESC LIMIT 1 BY profile_no';
  const newestConsents =
    '(SELECT profile_no, channel, argMax(state, (version, external_id)) AS state ' +
    `FROM ${sources.consents} AS all GROUP BY profile_no, connection, channel, address)`;
  // Full joins, since a profile may have rows in any source. Right-hand sides are held in memory, so orders come first.
  const joined = [
    sources.orders && aggregated('orders', `${sources.orders} AS orders`, ', counted', counting),
    sources.customers && aggregated('customers', `${sources.customers} AS customers`),
    sources.refunds && aggregated('refunds', `${sources.refunds} AS refunds`),
    sources.consents && aggregated('consents', `${newestConsents} AS consents`),
    sources.events && aggregated('events', `${sources.events} AS events`),
  ]
    .filter((rows) => rows !== undefined)
    .reduce((left, right) => `(SELECT * FROM ${left} AS l FULL JOIN ${right} AS r USING (profile_no))`);
  const stored = STORED.filter(({ from }) => sources[from] !== undefined).map(({ name, type, from }) => {
    const value = from === 'orders' ? `if(counted, ${name}, defaultValueOfArgumentType(${name}))` : name;
    return `CAST(${value} AS ${type}) AS ${name}`;
  });
  const stamps = COLUMN_GROUPS.filter(({ source }) => sources[source] !== undefined).map(
    ({ stamp, columns }) => `cityHash64(${columns.join(', ')}) AS ${stamp}`,
  );
  const rows = `SELECT ${parameters.add('String', shop)} AS shop, profile_no, ${stored.join(', ')} FROM ${joined}`;
  return { sql: `SELECT *, ${stamps.join(', ')} FROM (${rows})`, params: parameters.values };
}

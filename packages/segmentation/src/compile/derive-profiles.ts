import type { ShopId } from '@clientele/model';
import { CATALOGUE } from '../catalogue/catalogue.js';
import { SOURCE_NAMES, type SourceName } from '../catalogue/stored-column.js';
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

/** Rows of `profiles`: the shop, the profile's number, and some columns, in this order. */
export interface DerivedProfiles extends CompiledSql {
  readonly columns: readonly string[];
}

/** Sources of which a row has a time, by which the engine is to see them. */
const IN_TIME: readonly SourceName[] = ['orders', 'refunds', 'events'];

/**
 * The rows of `profiles`, columns in the order of {@link PROFILES}, for the profiles that the sources hold; without the
 * columns of a source that is not given. A profile without any record left has no row. To be inserted, which brings the
 * columns to their types, and in one thread: more would lose the order in which arrays are gathered.
 */
export function deriveProfilesQuery(shop: ShopId, sources: ProfileSources): DerivedProfiles {
  const parameters = new Parameters();
  const given = COLUMN_GROUPS.filter(({ source }) => sources[source] !== undefined);
  // Whoever has no row of a source gets each column's default from the join, and 0 as its stamp.
  const aggregated = given.map(({ source, stamp, columns }) => {
    const { ofRow = {}, ofAll = {} } = CATALOGUE.prepared[source] ?? {};
    const stored = STORED.filter(({ from }) => from === source);
    const inner = stored.flatMap(({ name, aggregate, isOfPrepared }) =>
      isOfPrepared ? [] : [`${aggregate} AS ${name}`],
    );
    const outer = stored.map(({ name, aggregate, isOfPrepared }) => (isOfPrepared ? `${aggregate} AS ${name}` : name));
    const rows = `(SELECT ${['*', ...named(ofRow)].join(', ')} FROM ${rowsOf(source, sources)})`;
    const grouped = `SELECT profile_no, ${[...named(ofAll), ...inner].join(', ')} FROM ${rows} AS ${source} GROUP BY profile_no`;
    return `(SELECT profile_no, ${outer.join(', ')}, cityHash64(${columns.join(', ')}) AS ${stamp} FROM (${grouped}))`;
  });
  // Full joins, since a profile may have rows in any source. Right-hand sides are held in memory, so orders come first.
  const joined = aggregated.reduce(
    (left, right) => `(SELECT * FROM ${left} AS l FULL JOIN ${right} AS r USING (profile_no))`,
  );
  const derived = [
    ...STORED.filter(({ from }) => sources[from] !== undefined).map(({ name }) => name),
    ...given.map(({ stamp }) => stamp),
  ];
  return {
    sql: `SELECT ${parameters.add('String', shop)} AS shop, profile_no, ${derived.join(', ')} FROM ${joined}`,
    params: parameters.values,
    columns: derived,
  };
}

const named = (expressions: Readonly<Record<string, string>>) =>
  Object.entries(expressions).map(([name, sql]) => `${sql} AS ${name}`);

function rowsOf(source: SourceName, sources: ProfileSources): string {
  if (IN_TIME.includes(source)) {
    return `(SELECT * FROM ${sources[source]} ORDER BY profile_no, at, connection, external_id)`;
  }
  if (source !== 'consents') return `${sources[source]}`;
  // The newest of each connection, channel and address.
  return (
    '(SELECT profile_no, channel, argMax(state, (version, external_id)) AS state ' +
    `FROM ${sources.consents} AS all GROUP BY profile_no, connection, channel, address)`
  );
}

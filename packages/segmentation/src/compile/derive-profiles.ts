import { CATALOGUE } from '../catalogue/catalogue.js';
import { SOURCE_NAMES, type SourceName, type StoredColumn } from '../catalogue/stored-column.js';

/** Source relations of one shop as SQL: a table's name, or a query in parentheses. */
export type ProfileSources = Readonly<Partial<Record<SourceName, string>>>;

const STORED = CATALOGUE.columns;

/**
 * Columns that one source fills, with a column that is a hash of them: whether any of them changed is seen without
 * reading them.
 */
export const COLUMN_GROUPS = SOURCE_NAMES.map((source) => ({
  source,
  stamp: stampOf(source),
  columns: STORED.filter(({ from }) => from === source).map(({ name }) => name),
}));

function stampOf(source: SourceName): string {
  return `${source}_stamp`;
}

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

/** SQL of rows of `profiles`, without the shop that they are of. */
export interface DerivedProfiles {
  readonly sql: string;
  /** What it selects behind `profile_no`, in this order. */
  readonly columns: readonly string[];
}

/** Sources of which a row has a time, by which the engine is to see them. */
const IN_TIME: readonly SourceName[] = ['orders', 'refunds', 'events'];

/**
 * The rows of the profiles that the sources hold, without the columns of a source that is not given: at least one is. A
 * profile without any record left has no row. To be inserted, which brings the columns to their types, and in one thread:
 * more would lose the order in which arrays are gathered.
 */
export function deriveProfilesQuery(sources: ProfileSources): DerivedProfiles {
  const aggregated = SOURCE_NAMES.filter((source) => sources[source] !== undefined).map((source) =>
    aggregatedFrom(source, rowsOf(source, sources)),
  );
  return {
    // Full joins, since a profile may have rows in any source. The first and largest ones go through the fewest joins.
    sql: aggregated
      .map(({ sql }) => sql)
      .reduceRight((right, left) => `SELECT * FROM (${left}) AS l FULL JOIN (${right}) AS r USING (profile_no)`),
    columns: aggregated.flatMap(({ columns }) => columns),
  };
}

/** Whoever has no row of the source gets each column's default from the join, and 0 as its stamp. */
function aggregatedFrom(source: SourceName, rows: string): DerivedProfiles {
  const { ofRow, ofAll = {} } = CATALOGUE.prepared[source] ?? {};
  const stored = STORED.filter(({ from }) => from === source);
  const below = stored.filter(({ isOfPrepared }) => !isOfPrepared);
  const above = stored.filter(({ isOfPrepared }) => isOfPrepared);
  const names = [...below, ...above].map(({ name }) => name);
  const each = ofRow === undefined ? rows : `(SELECT *, ${named(ofRow).join(', ')} FROM ${rows})`;
  const all = `SELECT ${['profile_no', ...named(ofAll), ...below.map(aliased)].join(', ')} FROM ${each} AS ${source} GROUP BY profile_no`;
  const prepared = Object.keys(ofAll);
  const kept = prepared.length === 0 ? '*' : `* EXCEPT (${prepared.join(', ')})`;
  const stamp = `cityHash64(${names.join(', ')}) AS ${stampOf(source)}`;
  return {
    sql: `SELECT ${[kept, ...above.map(aliased), stamp].join(', ')} FROM (${all})`,
    columns: [...names, stampOf(source)],
  };
}

const aliased = ({ aggregate, name }: StoredColumn) => `${aggregate} AS ${name}`;

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

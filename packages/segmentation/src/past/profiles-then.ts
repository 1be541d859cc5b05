import { PROFILES } from '../compile/derive-profiles.js';
import { CONSENT_ROW, CONSENT_ROW_TYPE, COUNTS_THEN, columnThen } from './columns-then.js';

/** Where a shop's past is read: SQL of relations, of all its profiles or of some. */
export interface PastSources {
  /** Rows of `profiles` of one shop. */
  readonly profiles: string;
  /** The source relations of the same profiles; none that the shop has no row of. */
  readonly orders?: string;
  readonly consents?: string;
}

/** Instants that each profile has rows for. */
export interface Instants {
  /** SQL of their places, ascending, over columns of profiles and `exists_from`. */
  readonly places: string;
  /** Columns over those of profiles, `place` and `until`, the place of the next row, of which `then_at` is the instant. */
  readonly columns: Readonly<Record<string, string>>;
  /** Columns of `profiles` that the places are made of. */
  readonly reads: readonly string[];
  /** What `until` is in a profile's last row. */
  readonly end: number;
}

/** All columns of `profiles` that stand in a text of SQL. */
export function columnsIn(sql: string): string[] {
  const words = new Set(sql.match(/[a-z_]\w*/g));
  return Object.keys(PROFILES).filter((name) => words.has(name) && name !== 'shop' && name !== 'profile_no');
}

/**
 * The relation `profiles` as it would have been at some instants, by the records of then: rows with the named columns,
 * those of the instants, and `existed`: whether anything of the profile is that old, or nothing of it has a date at all.
 */
export function profilesThen(
  { profiles, orders, consents }: PastSources,
  { places, columns, reads, end }: Instants,
  names: readonly string[],
): string {
  const values = names.map((name) => [name, columnThen(name)] as const);
  const sql = values.map(([, value]) => value).join(' ');
  const counts = Object.entries(COUNTS_THEN).filter(([name]) => sql.includes(`p.${name}`));
  const asksForConsents = sql.includes('p.consent_rows');
  const undated = [
    orders === undefined ? [] : `SELECT profile_no, at FROM ${orders} AS o WHERE NOT counted`,
    consents === undefined ? [] : `SELECT profile_no, at FROM ${consents} AS c`,
  ].flat();
  const stored = new Set([
    ...columnsIn([sql, ...Object.values(counts).map(([, count]) => count), ...FIRSTS].join(' ')),
    ...reads,
  ]);
  const joined = [
    undated.length === 0
      ? ''
      : `LEFT JOIN (SELECT profile_no, [min(at)] AS dated_at FROM (${undated.join(' UNION ALL ')}) GROUP BY profile_no) AS d USING (profile_no)`,
    asksForConsents && consents !== undefined
      ? `LEFT JOIN (SELECT profile_no, arraySort(groupArray(${CONSENT_ROW})) AS consent_rows FROM ${consents} AS c GROUP BY profile_no) AS c USING (profile_no)`
      : '',
  ];
  const dates = [...FIRSTS, ...(undated.length === 0 ? [] : ['dated_at'])].join(', ');
  const base =
    `SELECT shop, profile_no, ${[...stored].map((name) => `${name}, `).join('')}arrayConcat(${dates}) AS dates, ` +
    `if(empty(dates), toDateTime64('1900-01-01 00:00:00', 3, 'UTC'), arrayMin(dates)) AS exists_from` +
    `${asksForConsents ? `, ${consents === undefined ? NO_CONSENTS : 'consent_rows'}` : ''}` +
    `, ${places} AS places FROM ${profiles} AS now ${joined.join(' ')}`;
  const join = `ARRAY JOIN places AS place, arrayPushBack(arrayPopFront(places), ${end}) AS until`;
  const instants = `SELECT *, ${named(Object.entries(columns))} FROM (${base}) ${join}`;
  const counted = counts.length === 0 ? instants : `SELECT *, ${named(counts)} FROM (${instants})`;
  const kept = ['p.shop AS shop', 'p.profile_no AS profile_no', 'p.exists_from <= p.then_at AS existed'];
  const beside = Object.keys(columns).map((name) => `p.${name} AS ${name}`);
  const then = values.map(([name, value]) => `${value} AS ${name}`);
  return `(SELECT ${[...kept, ...beside, ...then].join(', ')} FROM (${counted}) AS p)`;
}

/** What each of a profile's dated rows and records began with, as arrays of at most one instant. */
const FIRSTS = [
  'arraySlice(order_at, 1, 1)',
  'arraySlice(refund_document_at, 1, 1)',
  'arraySlice(event_at, 1, 1)',
  'if(customer_added, [customer_added_at], [])',
];

const NO_CONSENTS = `CAST([] AS Array(${CONSENT_ROW_TYPE})) AS consent_rows`;

function named(columns: readonly (readonly [string, string])[]): string {
  return columns.map(([name, value]) => `${value} AS ${name}`).join(', ');
}

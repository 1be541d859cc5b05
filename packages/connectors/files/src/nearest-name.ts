import { nearest } from '@clientele/model';

const MOST_SHOWN = 30;

/** What was perhaps meant by a name that is not known, or all that are. */
export function perhapsMeant(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? `there are ${known.join(', ')}` : `did you mean ${near}?`;
}

/** The column of a file that was perhaps meant by one that it has not, or all of them. */
export function nearestColumn(column: string, columns: readonly string[]): string {
  const near = nearest(column, columns);
  return near === undefined ? `its columns are ${shownColumns(columns)}` : `the nearest is '${near}'`;
}

/** A wide file's are not all shown. */
export function shownColumns(columns: readonly string[]): string {
  const shown = columns.slice(0, MOST_SHOWN).map((column) => `'${column}'`);
  const more = columns.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

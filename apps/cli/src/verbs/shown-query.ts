/** What a segment asks, as it stands in a table. */
export function shownQuery(query: string): string {
  return query === '' ? '(a list)' : query;
}

import type { Instant } from '@clientele/model';

/** ClickHouse reads instants without the trailing Z. */
export function instantValue(instant: string): string {
  return instant.replace('T', ' ').replace('Z', '');
}

/** And writes them so. */
export function instantOf(value: string): Instant {
  return `${value.replace(' ', 'T')}Z` as Instant;
}

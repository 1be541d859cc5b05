import {
  instantOf,
  instantOfMs,
  localDateTimeOf,
  parseInstant,
  parseLocalDateTime,
  type TimeZone,
} from '@clientele/model';
import type { Version } from './version.js';

/** Where a shop stands: what its answers depend on beside its data. */
export interface Site {
  readonly version: Version;
  /** Address of the shop without a slash at its end, as it writes it into its answers. */
  readonly url: string;
  /** Whoever runs a shop may change it; nothing that happened does. */
  zone: TimeZone;
  readonly currency: string;
}

/** Whole seconds since 1970, the grain of WooCommerce's clock. */
export type Seconds = number;

export const secondsOf = (ms: number): Seconds => Math.floor(ms / 1000);

/** `2026-11-21T20:38:05`: UTC, without the Z that would say so. */
export function gmt(at: Seconds): string {
  return new Date(at * 1000).toISOString().slice(0, 19);
}

/** The same instant by the clocks of the site, also without an offset. */
export function local(at: Seconds, site: Site): string {
  return localDateTimeOf(instantOfMs(at * 1000), site.zone);
}

/** A time as WooCommerce writes it in a `_gmt` field. */
export function secondsOfGmt(text: string): Seconds {
  return Date.parse(`${text}Z`) / 1000;
}

/**
 * The bound that a request states, in UTC if it says so, otherwise by the clocks of the site; undefined where it is no
 * date. An offset in the text decides by itself.
 */
export function boundOf(text: string, inGmt: boolean, site: Site): Seconds | undefined {
  const exact = parseInstant(text) ?? parseInstant(inGmt ? `${text}Z` : '');
  if (exact !== undefined) return secondsOf(Date.parse(exact));
  const written = parseLocalDateTime(text);
  return written && secondsOf(Date.parse(instantOf(written, site.zone)));
}

import { type Instant, msOfInstant, type Version } from '@clientele/model';

const MOST = 0xffff_ffff;

/** Negative, zero or positive, as `a` is older than, the same as or newer than `b`. */
export function compareVersions(a: Version, b: Version): number {
  const apart = msOfInstant(a.updatedAt) - msOfInstant(b.updatedAt);
  return apart === 0 ? a.tiebreak - b.tiebreak : apart;
}

export function laterVersion(a: Version, b: Version): Version {
  return compareVersions(a, b) < 0 ? b : a;
}

/** The next version of the same instant: it beats this one, and loses to any later change of the source. */
export function nextVersion({ updatedAt, tiebreak }: Version): Version {
  return { updatedAt, tiebreak: Math.min(tiebreak + 1, MOST) };
}

/**
 * A version from the future would beat every true one to come, so it counts as of the moment that it was read: changes
 * read later still win.
 */
export function notAfter(version: Version, at: Instant): Version {
  return msOfInstant(version.updatedAt) > msOfInstant(at) ? { updatedAt: at, tiebreak: 0 } : version;
}

import type { SavedSegment } from '../questions/save-segment.js';

/** What `clientele-open-query` asks the page to show: a query, what it is called, and the segment that it is of. */
export interface OpenQuery {
  readonly title: string;
  readonly query: string;
  readonly segment?: SavedSegment;
}

/** What `clientele-open-profile` asks the page to show. */
export interface OpenProfile {
  readonly profileId: string;
}

export function openQuery(from: HTMLElement, detail: OpenQuery): void {
  from.dispatchEvent(new CustomEvent('clientele-open-query', { detail, bubbles: true, composed: true }));
}

export function openProfile(from: HTMLElement, profileId: string): void {
  const detail: OpenProfile = { profileId };
  from.dispatchEvent(new CustomEvent('clientele-open-profile', { detail, bubbles: true, composed: true }));
}

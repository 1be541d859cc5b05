/** What `clientele-open-query` asks the page to show: a query and what it is called. */
export interface OpenQuery {
  readonly title: string;
  readonly query: string;
}

/** What `clientele-open-profile` asks the page to show. */
export interface OpenProfile {
  readonly profileId: string;
}

export function openQuery(from: HTMLElement, title: string, query: string): void {
  const detail: OpenQuery = { title, query };
  from.dispatchEvent(new CustomEvent('clientele-open-query', { detail, bubbles: true, composed: true }));
}

export function openProfile(from: HTMLElement, profileId: string): void {
  const detail: OpenProfile = { profileId };
  from.dispatchEvent(new CustomEvent('clientele-open-profile', { detail, bubbles: true, composed: true }));
}

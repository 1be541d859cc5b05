import type { Site } from './site.js';

export interface Link {
  readonly href: string;
  readonly embeddable?: boolean;
  readonly targetHints?: { readonly allow: readonly string[] };
}
export type Links = Readonly<Record<string, readonly Link[]>>;

/** The link to a thing itself, with the methods that it takes where the version says them. */
export function selfLink(href: string, { version }: Site, allow: readonly string[]): Link {
  return version.richLinks ? { href, targetHints: { allow } } : { href };
}

export const ALL_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

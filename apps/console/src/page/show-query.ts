import { ClienteleQueryBox, type OpenQuery } from '@clientele/widgets';

/** Puts a query into the box of the page, and brings whoever asked for it there. */
export function showQuery(box: Element | null | undefined, { query, title, segment }: OpenQuery): void {
  if (!(box instanceof ClienteleQueryBox)) return;
  // The text may have been changed by hand since the page last gave one.
  box.query = query;
  box.heading = title;
  box.segment = segment;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  box.scrollIntoView({ block: 'start', behavior: still ? 'auto' : 'smooth' });
  box.focus({ preventScroll: true });
}

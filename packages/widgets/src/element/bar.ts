import { html, type TemplateResult } from 'lit';

/** A share from 0 to 1 as a bar. Decoration: the figure stands beside it as text. */
export function bar(share: number): TemplateResult {
  const width = `${Math.min(100, Math.max(0, share * 100))}%`;
  return html`<svg class="bar" aria-hidden="true" focusable="false">
    <rect class="track" width="100%" height="6" rx="3"></rect>
    <rect class="part" width=${width} height="6" rx="3"></rect>
  </svg>`;
}

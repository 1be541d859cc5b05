import { html, nothing, type TemplateResult } from 'lit';
import type { QueryProblem } from '../questions/preview.js';
import { offsetOf } from './problem-view.js';

/** What is odd about a query that can be asked: what, and what to do; each leads to its place. */
export function remarksView(
  remarks: readonly QueryProblem[],
  query: string,
  goTo: (offset: number) => void,
): TemplateResult | typeof nothing {
  if (remarks.length === 0) return nothing;
  return html`<ul class="remarks" aria-label="What is odd about the query">
    ${remarks.map(
      ({ message, hint, line, column }) => html`<li>
        <p>${message}.</p>
        ${hint === null ? nothing : html`<p class="muted">${hint}</p>`}
        ${
          line === null || column === null
            ? nothing
            : html`<button class="quiet-button" type="button" @click=${() => goTo(offsetOf(query, { line, column }))}>
                Go to line ${line}, column ${column}
              </button>`
        }
      </li>`,
    )}
  </ul>`;
}

import { html, nothing, type TemplateResult } from 'lit';
import type { QueryProblem } from '../questions/preview.js';

/** Something wrong with a query: what, where, and how to fix it, with the line and a mark under the place. */
export function problemView(problem: QueryProblem, query: string, goTo: (offset: number) => void): TemplateResult {
  const { line, column, message, hint } = problem;
  const place = line === null || column === null ? undefined : { line, column };
  return html`<div class="problem">
    <p><strong>${message}</strong></p>
    ${hint ? html`<p>${hint}</p>` : nothing}
    ${
      place &&
      html`<pre aria-hidden="true">${excerpt(query, place)}</pre>
        <button class="quiet-button" type="button" @click=${() => goTo(offsetOf(query, place))}>
          Go to line ${place.line}, column ${place.column}
        </button>`
    }
  </div>`;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** The part of the line around the place, and a caret under it. */
function excerpt(query: string, { line, column }: Place): string {
  const text = query.split('\n')[line - 1] ?? '';
  const from = Math.max(0, column - 1 - 24);
  return `${text.slice(from, from + 40)}\n${' '.repeat(column - 1 - from)}^`;
}

export function offsetOf(query: string, { line, column }: Place): number {
  const before = query.split('\n').slice(0, line - 1);
  return before.reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
}

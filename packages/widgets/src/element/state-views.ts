import { css, html, type TemplateResult } from 'lit';

export const stateStyles = css`
  .state {
    display: grid;
    gap: 8px;
    justify-items: start;
    padding: 20px;
    border: 1px dashed var(--border);
    border-radius: var(--radius);
    color: var(--muted);
    text-wrap: pretty;
  }
  .state strong {
    color: var(--text);
    font-weight: 600;
  }
  .stale {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    margin-block-end: 12px;
    padding: 6px 12px;
    border-radius: var(--radius);
    background: var(--sunken);
    color: var(--muted);
    font-size: 0.8125rem;
  }
  .skeleton {
    display: grid;
    gap: 12px;
    padding-block: 8px;
  }
  .skeleton span {
    block-size: 14px;
    border-radius: 7px;
    background: var(--border);
    opacity: 0.6;
  }
  .skeleton span:nth-child(3n + 1) {
    inline-size: 62%;
  }
  .skeleton span:nth-child(3n) {
    inline-size: 84%;
  }
  @media (prefers-reduced-motion: no-preference) {
    .skeleton span {
      animation: breathe 1.6s ease-in-out infinite alternate;
    }
    @keyframes breathe {
      to {
        opacity: 0.25;
      }
    }
  }
`;

export function loadingView(): TemplateResult {
  return html`<div class="skeleton" role="status">
    <i class="visually-hidden">Loading</i>
    ${[0, 1, 2, 3, 4].map(() => html`<span></span>`)}
  </div>`;
}

/** A sentence in place of data, with a way on where there is one. */
export function messageView(
  title: string,
  message: string,
  action?: { readonly label: string; readonly run: () => void },
): TemplateResult {
  return html`<div class="state" role="status">
    <strong>${title}</strong><span>${message}</span>
    ${action && html`<button class="quiet-button" type="button" @click=${action.run}>${action.label}</button>`}
  </div>`;
}

export function staleView(message: string, retry: () => void): TemplateResult {
  return html`<div class="stale" role="status">
    <span>Not up to date. ${message}</span>
    <button class="quiet-button" type="button" @click=${retry}>Try again</button>
  </div>`;
}

import { css } from 'lit';

export const queryBoxStyles = css`
  section {
    display: grid;
    grid-template: 'ask answer' 'try answer' 1fr / minmax(0, 5fr) minmax(0, 7fr);
    gap: 20px 48px;
  }
  .answer {
    grid-area: answer;
  }
  label {
    overflow-wrap: anywhere;
  }
  .ask {
    grid-area: ask;
    display: grid;
    align-content: start;
    gap: 10px;
  }
  /* Above what follows the element: the list of what may come next hangs below the text. */
  :host {
    position: relative;
    z-index: 1;
  }
  .field {
    position: relative;
  }
  .next {
    position: absolute;
    z-index: 1;
    inset-block-start: 100%;
    inset-inline: 0;
    max-block-size: min(19em, 60vh);
    margin-block-start: 4px;
    padding: 4px;
    overflow: hidden auto;
    border: 1px solid var(--field);
    border-radius: var(--radius);
    background: var(--bg);
    box-shadow: 0 8px 24px rgb(0 0 0 / 0.16);
    font-size: 0.8125rem;
  }
  .next[hidden] {
    display: none;
  }
  .next li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 12px;
    min-block-size: 28px;
    align-items: baseline;
    padding: 4px 8px;
    border-radius: 6px;
    cursor: pointer;
    overflow-wrap: anywhere;
  }
  .next li:hover,
  .next li[aria-selected='true'] {
    background: var(--sunken);
  }
  .next li[aria-selected='true'] {
    box-shadow: inset 3px 0 var(--accent);
  }
  .next code {
    font: 500 0.8125rem / 1.5 var(--mono);
    font-variant-ligatures: none;
    color: var(--accent);
    grid-row: 1;
  }
  .next li > .muted {
    grid-column: 1 / -1;
    grid-row: 2;
  }
  .next li > .have {
    grid-column: 2;
    grid-row: 1;
    white-space: nowrap;
  }
  @media (forced-colors: active) {
    .next li[aria-selected='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
  .remarks {
    display: grid;
    gap: 12px;
    font-size: 0.875rem;
    overflow-wrap: anywhere;
  }
  .remarks li {
    display: grid;
    gap: 4px;
    justify-items: start;
    padding-inline-start: 14px;
    border-inline-start: 3px solid var(--field);
  }
  textarea {
    display: block;
    inline-size: 100%;
    padding: 14px 16px;
    border: 1px solid var(--field);
    border-radius: var(--radius);
    background: var(--sunken);
    color: var(--text);
    font: 400 0.9375rem / 1.6 var(--mono);
    font-variant-ligatures: none;
    resize: vertical;
    field-sizing: content;
    min-block-size: 7em;
  }
  textarea:focus-visible {
    outline-offset: 0;
  }
  textarea[aria-invalid='true'] {
    border-color: var(--danger);
  }
  .problem {
    display: grid;
    gap: 4px;
    justify-items: start;
    padding: 12px 14px;
    border-inline-start: 3px solid var(--danger);
    background: var(--sunken);
    border-radius: 0 6px 6px 0;
    font-size: 0.875rem;
    overflow-wrap: anywhere;
  }
  .problem + .problem {
    margin-block-start: 8px;
  }
  .problem strong {
    color: var(--danger);
    font-weight: 600;
  }
  pre {
    margin: 4px 0;
    max-inline-size: 100%;
    overflow: hidden;
    font: 400 0.8125rem / 1.4 var(--mono);
    font-variant-ligatures: none;
    color: var(--muted);
  }
  .try {
    grid-area: try;
    display: grid;
    align-content: start;
    gap: 8px;
  }
  .examples {
    display: grid;
    gap: 2px;
  }
  .examples button {
    inline-size: 100%;
    min-block-size: 26px;
    font: 400 0.8125rem / 1.5 var(--mono);
    font-variant-ligatures: none;
    color: var(--accent);
    overflow-wrap: anywhere;
  }
  .examples button:hover {
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .result {
    display: grid;
    gap: 20px;
  }
  /* Without colour, but as legible as before: it is read while the next answer is on its way. */
  .waiting {
    filter: grayscale(1);
  }
  .big {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 12px;
  }
  .size {
    font-size: 3.25rem;
    line-height: 1;
    font-weight: 500;
    letter-spacing: -0.035em;
    color: var(--accent);
  }
  .shares {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 24px;
  }
  .shares > div {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 6px 8px;
    align-items: end;
  }
  .shares dt {
    color: var(--muted);
    font-size: 0.8125rem;
  }
  .shares dd {
    font-weight: 600;
  }
  .shares .bar {
    grid-column: 1 / -1;
  }
  .nowrap {
    white-space: nowrap;
  }
  @container (max-width: 760px) {
    section {
      grid-template: 'ask' 'answer' 'try' / minmax(0, 1fr);
      gap: 28px;
    }
  }
  @container (max-width: 420px) {
    .shares {
      grid-template-columns: 1fr;
      gap: 14px;
    }
    .big .size {
      font-size: 2.5rem;
    }
  }
`;

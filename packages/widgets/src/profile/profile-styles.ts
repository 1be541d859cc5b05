import { css } from 'lit';

export const profileStyles = css`
  article {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 24px;
  }
  header {
    display: grid;
    gap: 6px;
    justify-items: start;
  }
  h2 {
    font: 400 1.75rem / 1.15 var(--serif);
    letter-spacing: -0.012em;
    overflow-wrap: anywhere;
  }
  .chip {
    padding: 2px 10px;
    border-radius: 999px;
    background: var(--accent);
    color: var(--on-accent);
    font-size: 0.8125rem;
    font-weight: 600;
  }
  .facts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(8.5em, 100%), 1fr));
    gap: 14px 20px;
    padding-block: 16px;
    border-block: 1px solid var(--border);
  }
  .facts dt {
    color: var(--muted);
    font-size: 0.8125rem;
  }
  .facts dd {
    font-size: 1.1875rem;
    font-weight: 500;
    letter-spacing: -0.015em;
    overflow-wrap: anywhere;
  }
  section > h3 {
    margin-block-end: 8px;
  }
  details {
    border-block-end: 1px solid var(--border);
  }
  summary {
    display: flex;
    justify-content: space-between;
    gap: 12px;
    align-items: baseline;
    min-block-size: 28px;
    padding-block: 6px;
    cursor: pointer;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary::before {
    content: '';
    flex: none;
    inline-size: 0.4em;
    block-size: 0.4em;
    border-inline-end: 1.5px solid var(--muted);
    border-block-end: 1.5px solid var(--muted);
    rotate: -45deg;
    translate: 0 -0.15em;
  }
  details[open] > summary::before {
    rotate: 45deg;
  }
  summary > :first-child {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
    font-weight: 550;
  }
  summary > .small {
    flex: none;
  }
  details > :not(summary) {
    padding: 0 0 12px 16px;
  }
  .records li {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 12px;
    padding-block: 6px;
    border-block-end: 1px solid var(--border);
  }
  .records .email {
    flex-basis: 100%;
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
  th .id {
    font-weight: 400;
  }
  .id {
    font-family: var(--mono);
    font-variant-ligatures: none;
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
  .more {
    margin-block-start: 10px;
  }
  td.channel {
    overflow-wrap: anywhere;
  }
`;

import { css } from 'lit';

export const peopleSearchStyles = css`
  search {
    display: block;
    position: relative;
  }
  input {
    inline-size: 100%;
    min-block-size: 34px;
    padding: 4px 14px;
    border: 1px solid var(--field);
    border-radius: 999px;
    background: var(--bg);
    color: var(--text);
    font: inherit;
    font-size: 0.875rem;
  }
  input::placeholder {
    color: var(--muted);
    opacity: 1;
  }
  .found {
    position: absolute;
    z-index: 2;
    inset-block-start: calc(100% + 6px);
    inset-inline: 0;
    max-block-size: 70dvh;
    overflow-y: auto;
    padding: 6px;
    border: 1px solid var(--border);
    border-radius: 12px;
    background: var(--bg);
    box-shadow: 0 8px 28px rgb(0 0 0 / 0.16);
  }
  .note {
    padding: 8px 10px;
    color: var(--muted);
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
  li button {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 12px;
    align-items: baseline;
    inline-size: 100%;
    padding: 7px 10px;
    border-radius: 8px;
    font-size: 0.875rem;
    overflow-wrap: anywhere;
  }
  li button:hover,
  li button:focus-visible {
    background: var(--sunken);
  }
  .name {
    font-weight: 550;
  }
  .email {
    grid-column: 1 / -1;
    font-size: 0.8125rem;
  }
`;

import { css } from 'lit';

/** A line of fields and buttons, and what is wrong with them. */
export const formStyles = css`
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  input:not([type]) {
    flex: 1 1 9em;
    min-inline-size: 0;
    min-block-size: 34px;
    padding: 4px 12px;
    border: 1px solid var(--field);
    border-radius: 8px;
    background: var(--bg);
    color: var(--text);
    font: inherit;
  }
  input[aria-invalid='true'] {
    border-color: var(--danger);
  }
  input::placeholder {
    color: var(--muted);
    opacity: 1;
  }
  .wrong {
    color: var(--danger);
    font-size: 0.875rem;
    overflow-wrap: anywhere;
  }
  .wrong:empty {
    display: none;
  }
  .name {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
`;

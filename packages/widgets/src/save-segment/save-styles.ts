import { css } from 'lit';

export const saveStyles = css`
  :host {
    display: grid;
    gap: 12px;
    padding-block-start: 14px;
    border-block-start: 1px solid var(--border);
  }
  form {
    display: grid;
    gap: 6px;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  input {
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
  .name {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .movers {
    display: grid;
    gap: 8px;
    font-size: 0.875rem;
  }
  .movers dt {
    font-weight: 600;
  }
  .movers dd {
    color: var(--muted);
    overflow-wrap: anywhere;
  }
  .movers button {
    min-block-size: 24px;
    text-decoration: underline;
    text-decoration-color: var(--border);
    text-underline-offset: 4px;
  }
  .movers button:hover {
    color: var(--accent);
    text-decoration-color: currentcolor;
  }
  summary {
    min-block-size: 24px;
    color: var(--muted);
    font-size: 0.8125rem;
    cursor: pointer;
  }
  details form {
    margin-block-start: 8px;
  }
`;

import { css } from 'lit';
import { formStyles } from '../element/form-styles.js';

export const saveStyles = [
  formStyles,
  css`
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
  .as-list {
    display: flex;
    gap: 8px;
    align-items: baseline;
    min-block-size: 24px;
    cursor: pointer;
  }
  .as-list input {
    inline-size: 16px;
    block-size: 16px;
    flex: none;
    margin: 0;
    accent-color: var(--accent);
    translate: 0 2px;
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
`,
];

import { css } from 'lit';
import { formStyles } from '../element/form-styles.js';

export const byHandStyles = [
  formStyles,
  css`
    section {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 8px;
    }
    li {
      display: flex;
      justify-content: space-between;
      align-items: baseline;
      gap: 4px 12px;
      padding-block: 6px;
      border-block-end: 1px solid var(--border);
    }
    .what {
      min-inline-size: 0;
      overflow-wrap: anywhere;
    }
    li button {
      flex: none;
    }
    form {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 6px;
      padding: 14px 16px;
      border-radius: var(--radius);
      background: var(--sunken);
    }
    form .row {
      margin-block-start: 6px;
    }
    select {
      min-inline-size: 0;
      min-block-size: 34px;
      padding: 4px 8px;
      border: 1px solid var(--field);
      border-radius: 8px;
      background: var(--bg);
      color: var(--text);
      font: inherit;
      text-overflow: ellipsis;
    }
    textarea {
      min-inline-size: 0;
      padding: 8px 12px;
      border: 1px solid var(--field);
      border-radius: 8px;
      background: var(--bg);
      color: var(--text);
      font: inherit;
      font-family: var(--mono);
      font-size: 0.8125rem;
      resize: vertical;
    }
    fieldset {
      display: grid;
      gap: 4px;
      margin: 4px 0;
      padding: 0;
      border: 0;
    }
    .choice {
      display: flex;
      gap: 8px;
      align-items: baseline;
      min-block-size: 24px;
      font-size: 0.875rem;
      cursor: pointer;
    }
    .choice input {
      inline-size: 16px;
      block-size: 16px;
      flex: none;
      margin: 0;
      accent-color: var(--accent);
      translate: 0 2px;
    }
    .said:empty {
      display: none;
    }
  `,
];
